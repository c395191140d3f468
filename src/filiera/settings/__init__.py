"""Settings: `base` for all, `dev` for the demo and development, `test`, `production`; `env` alone reads the environment."""
