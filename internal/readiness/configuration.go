package readiness

import (
	"path/filepath"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
)

// Configuration reads the configuration file that was named, or else the one
// that lies nearest above a folder. Where there is none it is empty.
func Configuration(named, folder string) (config.File, error) {
	if named != "" {
		return config.Load(named, rules.Names())
	}
	found, err := config.Find(folder)
	if err != nil || found == "" {
		return config.File{}, err
	}
	return config.Load(filepath.FromSlash(Shown(found)), rules.Names())
}
