"""Books and the members' register only grow, in the database itself: triggers refuse what no operation of ours does.

Of a line of the register only who recorded it may go, when an account is erased; the acts of the books and the signatures
under minutes stay whole. SQLite drops the triggers of a table that Django remakes: a later migration that alters one of these
tables runs `tie` again at its end (a test tells when it did not).
"""

from django.db import migrations

WORDS = "The books of the association are append-only."
WHOLE = ("governance_bookentry",)
WITH_PERSON = {"governance_registerentry": "recorded_by_id", "governance_minutessignature": "user_id"}
KEPT = {
    "governance_registerentry": (
        "id", "number", "member_id", "event", "effective_on", "recorded_at", "member_class", "resolution_id", "corrects_id",
        "note", "digest", "chain",
    ),
    "governance_minutessignature": ("id", "minutes_id", "role", "name", "signed_at", "digest"),
}  # fmt: skip


def _sqlite():
    for table in (*WHOLE, *WITH_PERSON):
        yield f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        when = ""
        if table in WITH_PERSON:
            changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in KEPT[table])
            when = f"WHEN NEW.{WITH_PERSON[table]} IS NOT NULL OR {changed} "
        yield f"CREATE TRIGGER {table}_as_written BEFORE UPDATE ON {table} {when}BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"


def _postgresql():
    yield f"""CREATE FUNCTION books_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE person text := TG_ARGV[0];
    BEGIN
        IF TG_OP = 'UPDATE' AND person <> '' THEN
            IF to_jsonb(NEW) ->> person IS NULL AND to_jsonb(NEW) - person = to_jsonb(OLD) - person THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$"""
    for table in (*WHOLE, *WITH_PERSON):
        person = WITH_PERSON.get(table, "")
        yield f"""CREATE TRIGGER {table}_as_written BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION books_are_append_only('{person}')"""
        yield f"""CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION books_are_append_only('')"""


def tie(apps, schema_editor):
    """Make the triggers of this database's vendor."""
    for statement in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement, params=None)


def untie(apps, schema_editor):
    """Take the triggers away."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*WHOLE, *WITH_PERSON):
        for name in (f"{table}_stays", f"{table}_as_written"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS books_are_append_only()")


class Migration(migrations.Migration):

    dependencies = [
        ("governance", "0001_association"),
    ]

    operations = [migrations.RunPython(tie, untie)]
