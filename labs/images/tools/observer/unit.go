package main

import (
	"context"
	"errors"
	"net"
)

type unitQuestion struct {
	local
	Name string `json:"name"`
}

type unitAnswer struct {
	Kind    string `json:"kind"`
	Loaded  string `json:"loaded"`
	Active  string `json:"active"`
	Enabled string `json:"enabled"`
}

const (
	// systemd's own socket, not that of the bus daemon, which need not run.
	systemdSocket = "/run/systemd/private"
	systemdPath   = "/org/freedesktop/systemd1"
	systemdName   = "org.freedesktop.systemd1"
)

// look asks the machine's first process itself, so a replaced systemctl has no say. It loads the unit's description,
// as every status does, and changes nothing. Who makes process 1 itself lie is out of its reach.
func (q unitQuestion) look(ctx context.Context, s scene) any {
	conn, pid, err := s.dialIn(ctx, systemdSocket)
	if err != nil {
		return cannotTell("systemd could not be asked: %v", err)
	}
	defer conn.Close()
	if pid != 1 {
		return cannotTell("process %d, not systemd, listens on %s", pid, systemdSocket)
	}
	answer, err := askSystemd(conn, q.Name)
	if err != nil {
		return cannotTell("systemd could not be asked: %v", err)
	}
	return answer
}

func askSystemd(conn net.Conn, name string) (unitAnswer, error) {
	b, err := openBus(conn)
	if err != nil {
		return unitAnswer{}, err
	}
	path, err := b.word(systemdPath, systemdName+".Manager", "LoadUnit", name)
	if err != nil {
		return unitAnswer{}, err
	}
	answer := unitAnswer{Kind: "unit"}
	for property, into := range map[string]*string{"LoadState": &answer.Loaded, "ActiveState": &answer.Active} {
		*into, err = b.word(path, "org.freedesktop.DBus.Properties", "Get", systemdName+".Unit", property)
		if err != nil {
			return unitAnswer{}, err
		}
	}
	// From the files as they are now; the property of the unit may be older.
	answer.Enabled, err = b.word(systemdPath, systemdName+".Manager", "GetUnitFileState", name)
	var refused busError
	if errors.As(err, &refused) {
		// There is no such file: a unit that systemd made itself, or none.
		return answer, nil
	}
	return answer, err
}
