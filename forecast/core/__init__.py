"""Values that the whole program shares: periods, findings, tables, panel, laws' inputs. No files, no printing, no model."""
