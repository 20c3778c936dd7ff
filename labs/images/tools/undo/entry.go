package main

import (
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"golang.org/x/sys/unix"
)

// An entry of a folder, as it is itself: links are not followed.
type entry struct {
	name    string
	stat    unix.Statx_t
	isMount bool
}

func (e entry) kind() uint16 { return e.stat.Mode & unix.S_IFMT }

func setNoMask() { unix.Umask(0) }

// entries lists a folder, sorted by name.
func entries(folder *os.File) ([]entry, error) {
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	found := make([]entry, 0, len(names))
	for _, name := range names {
		one := entry{name: name}
		err := unix.Statx(int(folder.Fd()), name, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS, &one.stat)
		if err == unix.ENOENT {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", folder.Name(), name, err)
		}
		one.isMount = one.stat.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
		found = append(found, one)
	}
	return found, nil
}

// isMountRoot tells whether something is mounted where the folder is.
func isMountRoot(folder *os.File) bool {
	var stat unix.Statx_t
	err := unix.Statx(int(folder.Fd()), "", unix.AT_EMPTY_PATH, unix.STATX_BASIC_STATS, &stat)
	return err == nil && stat.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
}

const attributePrefix = "SCHILY.xattr."

func isKept(attribute string) bool {
	return attribute == "security.capability" || strings.HasPrefix(attribute, "system.posix_acl_") ||
		strings.HasPrefix(attribute, "user.")
}

// attributes reads what a file carries beside its mode. A file system without them has none.
func attributes(file *os.File) map[string]string {
	names := make([]byte, 4096)
	n, err := unix.Flistxattr(int(file.Fd()), names)
	if err != nil || n == 0 {
		return nil
	}
	found := map[string]string{}
	for _, name := range strings.Split(strings.TrimRight(string(names[:n]), "\x00"), "\x00") {
		if !isKept(name) {
			continue
		}
		value := make([]byte, 4096)
		if size, err := unix.Fgetxattr(int(file.Fd()), name, value); err == nil {
			found[attributePrefix+name] = string(value[:size])
		}
	}
	return found
}

func setAttributes(file *os.File, wanted map[string]string) error {
	for name := range attributes(file) {
		if _, is := wanted[name]; !is {
			_ = unix.Fremovexattr(int(file.Fd()), strings.TrimPrefix(name, attributePrefix))
		}
	}
	for name, value := range wanted {
		plain, is := strings.CutPrefix(name, attributePrefix)
		if !is || !isKept(plain) {
			continue
		}
		if err := unix.Fsetxattr(int(file.Fd()), plain, []byte(value), 0); err != nil {
			return fmt.Errorf("%s: %w", file.Name(), err)
		}
	}
	return nil
}

// Of <linux/fs.h>: FS_IMMUTABLE_FL and FS_APPEND_FL.
const forbidding = 0x10 | 0x20

// makeMutable takes away the flags that forbid even root to change or remove a file.
func makeMutable(root *os.Root, name string) bool {
	file, err := root.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	flags, err := unix.IoctlGetInt(int(file.Fd()), unix.FS_IOC_GETFLAGS)
	if err != nil || flags&forbidding == 0 {
		return false
	}
	return unix.IoctlSetPointerInt(int(file.Fd()), unix.FS_IOC_SETFLAGS, flags&^forbidding) == nil
}

const pieceBytes = 64 * 1024

// writeSparse writes without the long stretches of zeros that logs are made of beforehand.
func writeSparse(file *os.File, content io.Reader, size int64) error {
	if err := file.Truncate(size); err != nil {
		return err
	}
	piece := make([]byte, pieceBytes)
	for at := int64(0); at < size; {
		n, err := io.ReadFull(content, piece[:min(pieceBytes, size-at)])
		if err != nil {
			return err
		}
		if !isZero(piece[:n]) {
			if _, err := file.WriteAt(piece[:n], at); err != nil {
				return err
			}
		}
		at += int64(n)
	}
	return nil
}

func isZero(piece []byte) bool {
	for _, each := range piece {
		if each != 0 {
			return false
		}
	}
	return true
}
