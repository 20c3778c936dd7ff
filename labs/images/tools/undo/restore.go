package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const draftName = ".cks-lab-undo"

type restorer struct {
	root *os.Root
	plan plan
	// Everything that the archive knows.
	known map[string]bool
	// What was there and was not saved, so that nothing in it is known.
	left map[string]bool
	// Folders onto which something has been mounted since: nothing in them is the machine's own.
	covered []string
	// Folders with the times that they shall have in the end.
	folders []*tar.Header
}

func restore(rootPath string, in io.Reader) error {
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return fmt.Errorf("the archive: %w", err)
	}
	root, err := os.OpenRoot(rootPath)
	if err != nil {
		return err
	}
	defer root.Close()
	archive := tar.NewReader(unpacked)
	wanted, err := firstPlan(archive)
	if err != nil {
		return err
	}
	r := &restorer{root: root, plan: wanted, known: map[string]bool{}, left: map[string]bool{}}
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the archive: %w", err)
		}
		if err := r.entry(header, archive); err != nil {
			return err
		}
	}
	// The rest of the stream proves that it was whole.
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return fmt.Errorf("the archive: %w", err)
	}
	return r.finish()
}

func firstPlan(archive *tar.Reader) (plan, error) {
	header, err := archive.Next()
	if err != nil {
		return plan{}, fmt.Errorf("the archive: %w", err)
	}
	if header.Name != planName {
		return plan{}, fmt.Errorf("the archive begins with %q and not with its plan", header.Name)
	}
	text, err := io.ReadAll(io.LimitReader(archive, 1<<20))
	if err != nil {
		return plan{}, err
	}
	return parsePlan(text)
}

func (r *restorer) entry(header *tar.Header, content io.Reader) error {
	name := strings.TrimSuffix(header.Name, "/")
	of, inside := r.plan.treeOf(name)
	if !inside || path.Clean(name) != name || strings.HasPrefix(name, "/") {
		return fmt.Errorf("the archive: %q belongs to no folder of its plan", header.Name)
	}
	r.known[name] = true
	if r.isCovered(name) {
		return nil
	}
	if header.PAXRecords[leftRecord] != "" {
		r.left[name] = true
		return nil
	}
	switch header.Typeflag {
	case tar.TypeDir:
		return r.folder(name, header)
	case tar.TypeSymlink:
		return r.link(name, header)
	case tar.TypeReg:
		return r.file(name, header, content, of.Steady)
	}
	return fmt.Errorf("the archive: %q is of a kind that is never saved", header.Name)
}

func (r *restorer) folder(name string, header *tar.Header) error {
	found, err := r.root.Lstat(name)
	if err == nil && !found.IsDir() {
		if err := r.remove(name); err != nil {
			return err
		}
	}
	if err != nil || !found.IsDir() {
		if err := r.root.MkdirAll(name, 0o755); err != nil {
			return err
		}
	}
	opened, err := r.root.OpenFile(name, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	defer opened.Close()
	if isMountRoot(opened) {
		r.covered = append(r.covered, name)
		return nil
	}
	r.folders = append(r.folders, header)
	return r.forced(name, func() error { return describe(opened, header) })
}

func (r *restorer) isCovered(name string) bool {
	return slices.ContainsFunc(r.covered, func(folder string) bool { return strings.HasPrefix(name, folder+"/") })
}

func (r *restorer) link(name string, header *tar.Header) error {
	if target, err := r.root.Readlink(name); err == nil && target == header.Linkname {
		return nil
	}
	if err := r.remove(name); err != nil {
		return err
	}
	if err := r.root.Symlink(header.Linkname, name); err != nil {
		return err
	}
	return r.root.Lchown(name, header.Uid, header.Gid)
}

func (r *restorer) file(name string, header *tar.Header, content io.Reader, isSteady bool) error {
	if !isSteady {
		wanted, err := io.ReadAll(content)
		if err != nil {
			return fmt.Errorf("the archive: %w", err)
		}
		if same, err := r.isSame(name, header, wanted); same || err != nil {
			return err
		}
		content = bytes.NewReader(wanted)
	}
	draft := path.Join(path.Dir(name), draftName)
	if err := r.remove(draft); err != nil {
		return err
	}
	if err := r.forced(path.Dir(name), func() error { return r.write(draft, header, content) }); err != nil {
		return err
	}
	if found, err := r.root.Lstat(name); err == nil && found.IsDir() {
		if err := r.remove(name); err != nil {
			return err
		}
	}
	err := r.forced(name, func() error { return r.root.Rename(draft, name) })
	if errors.Is(err, unix.EBUSY) {
		// Something is mounted there: what lies below comes to light with the next boot, as it was.
		return r.remove(draft)
	}
	return err
}

func (r *restorer) write(name string, header *tar.Header, content io.Reader) error {
	file, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := writeSparse(file, content, header.Size); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := describe(file, header); err != nil {
		return err
	}
	return r.root.Chtimes(name, header.ModTime, header.ModTime)
}

// isSame tells whether a file has its content already; its mode and owner are then set, so that it is done.
func (r *restorer) isSame(name string, header *tar.Header, wanted []byte) (bool, error) {
	found, err := r.root.Lstat(name)
	if err != nil || !found.Mode().IsRegular() || found.Size() != header.Size {
		return false, nil
	}
	file, err := r.root.OpenFile(name, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return false, nil
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil || !bytes.Equal(content, wanted) {
		return false, nil
	}
	err = r.forced(name, func() error { return describe(file, header) })
	if err == nil {
		err = r.root.Chtimes(name, header.ModTime, header.ModTime)
	}
	return true, err
}

// describe gives an open file or folder its owner, mode and attributes. The owner first: a new one takes rights away.
func describe(file *os.File, header *tar.Header) error {
	fd := int(file.Fd())
	if err := unix.Fchown(fd, header.Uid, header.Gid); err != nil {
		return fmt.Errorf("%s: %w", file.Name(), err)
	}
	if err := unix.Fchmod(fd, uint32(header.Mode)); err != nil {
		return fmt.Errorf("%s: %w", file.Name(), err)
	}
	return setAttributes(file, header.PAXRecords)
}

// forced tries again without the flags that make a file unchangeable.
func (r *restorer) forced(name string, work func() error) error {
	err := work()
	if !errors.Is(err, unix.EPERM) {
		return err
	}
	self, parent := makeMutable(r.root, name), makeMutable(r.root, path.Dir(name))
	if !self && !parent {
		return err
	}
	return work()
}

// finish removes what the archive does not know, and gives folders their times.
func (r *restorer) finish() error {
	for _, each := range r.plan.Trees {
		if err := r.prune(each.rel(), each, true); err != nil {
			return err
		}
	}
	for at := len(r.folders) - 1; at >= 0; at-- {
		header := r.folders[at]
		if err := r.root.Chtimes(strings.TrimSuffix(header.Name, "/"), time.Time{}, header.ModTime); err != nil {
			return err
		}
	}
	return nil
}

func (r *restorer) prune(name string, of tree, isTop bool) error {
	found, err := r.own(name)
	if err != nil {
		return err
	}
	for _, each := range found {
		child := name + "/" + each.name
		switch {
		case each.isMount || r.left[child] || (isTop && !of.wants(each.name)):
		case !r.known[child]:
			if err := r.remove(child); err != nil {
				return err
			}
		case each.kind() == unix.S_IFDIR:
			if err := r.prune(child, of, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// remove takes away a file, or a folder with all that is in it, but nothing that is mounted there: that may be the disk of the
// machine below. Folders in which something is mounted stay.
func (r *restorer) remove(name string) error {
	found, err := r.root.Lstat(name)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if found.IsDir() {
		if err := r.empty(name); err != nil {
			return err
		}
	}
	err = r.forced(name, func() error { return r.root.Remove(name) })
	if gone(err) || errors.Is(err, unix.EBUSY) || errors.Is(err, unix.ENOTEMPTY) {
		return nil
	}
	return err
}

// own lists what a folder holds: nothing when it is gone, or when something is mounted onto it.
func (r *restorer) own(name string) ([]entry, error) {
	folder, err := r.root.OpenFile(name, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if err != nil {
		return nil, skipGone(err)
	}
	defer folder.Close()
	if isMountRoot(folder) {
		return nil, nil
	}
	return entries(folder)
}

func (r *restorer) empty(name string) error {
	found, err := r.own(name)
	if err != nil {
		return err
	}
	for _, each := range found {
		if each.isMount {
			continue
		}
		if err := r.remove(name + "/" + each.name); err != nil {
			return err
		}
	}
	return nil
}
