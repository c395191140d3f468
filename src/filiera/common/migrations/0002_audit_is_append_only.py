"""The audit trail is append-only in the database itself: triggers refuse what no operation of ours does.

Of an event only the actor may go, when an account is deleted; a detail may be erased, never rewritten. SQLite drops the
triggers of a table that Django remakes: a later migration that alters `common_auditevent` or `common_auditdetail` runs
`tie` again at its end (a test tells when it did not).
"""

from django.db import migrations

EVENT, DETAIL = "common_auditevent", "common_auditdetail"
KEPT = ("id", "at", "verb", "object_type", "object_id", "as_whom", "on_behalf", "about", "digest", "chain")
WORDS = "The audit trail is append-only."

SQLITE = (
    f"""CREATE TRIGGER audit_event_stays BEFORE DELETE ON {EVENT}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER audit_event_as_written BEFORE UPDATE ON {EVENT}
    WHEN NEW.actor_id IS NOT NULL OR {" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in KEPT)}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER audit_detail_as_written BEFORE UPDATE ON {DETAIL}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = '{EVENT}' THEN
            IF to_jsonb(NEW) ->> 'actor_id' IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE TRIGGER audit_event_as_written BEFORE UPDATE OR DELETE ON {EVENT}
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
    f"""CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON {EVENT}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()""",
    f"""CREATE TRIGGER audit_detail_as_written BEFORE UPDATE ON {DETAIL}
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
)
TRIGGERS = ((EVENT, "audit_event_stays"), (EVENT, "audit_event_as_written"), (DETAIL, "audit_detail_as_written"))


def tie(apps, schema_editor):
    """Make the triggers of this database's vendor."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def untie(apps, schema_editor):
    """Take the triggers away."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_is_append_only()")


class Migration(migrations.Migration):

    replaces = [("common", "0004_audit_is_append_only")]

    dependencies = [
        ("common", "0001_initial"),
    ]

    operations = [migrations.RunPython(tie, untie)]
