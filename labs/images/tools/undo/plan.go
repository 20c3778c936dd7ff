package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A tree is a folder of which everything is saved, and everything put back: what was not there when it was saved is removed.
type tree struct {
	// Absolute.
	Path string `json:"path"`
	// Names directly in the folder, with * for any letters. Without any, all but `except`.
	Only   []string `json:"only,omitempty"`
	Except []string `json:"except,omitempty"`
	// Somebody writes these files all the time: each is read while it rests, and put back as a new file.
	Steady bool `json:"steady,omitempty"`
}

// A plan is kept in the archive it led to, so that it is put back by the same one.
type plan struct {
	Trees []tree `json:"trees"`
	// Of all files together.
	MaxBytes int64 `json:"maxBytes"`
	// A larger file is left alone. Files of steady trees may be as large as all together.
	MaxFileBytes int64 `json:"maxFileBytes"`
}

func parsePlan(text []byte) (plan, error) {
	var read plan
	if err := json.Unmarshal(text, &read); err != nil {
		return plan{}, fmt.Errorf("the plan: %w", err)
	}
	for _, each := range read.Trees {
		if !strings.HasPrefix(each.Path, "/") || path.Clean(each.Path) != each.Path || each.Path == "/" {
			return plan{}, fmt.Errorf("the plan: %q is not the path of a folder", each.Path)
		}
	}
	return read, nil
}

// rel is the folder as it is named below the machine's root.
func (t tree) rel() string { return strings.TrimPrefix(t.Path, "/") }

// wants tells whether an entry directly in the folder belongs to it.
func (t tree) wants(name string) bool {
	matches := func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		return err == nil && ok
	}
	if len(t.Only) > 0 {
		return slices.ContainsFunc(t.Only, matches)
	}
	return !slices.ContainsFunc(t.Except, matches)
}

// treeOf finds the tree that a name in an archive belongs to.
func (p plan) treeOf(name string) (tree, bool) {
	for _, each := range p.Trees {
		if name == each.rel() {
			return each, true
		}
		rest, inside := strings.CutPrefix(name, each.rel()+"/")
		if !inside {
			continue
		}
		first, _, _ := strings.Cut(rest, "/")
		if each.wants(first) {
			return each, true
		}
	}
	return tree{}, false
}
