"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from nothing to 0001."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("home", sa.String(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_new_entry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("moved_to", sa.String(), nullable=True),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.Column("status_url", sa.String(), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    op.create_index("ix_feeds_due", "feeds", ["enabled", "next_poll_at"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("is_long", sa.Boolean(), nullable=False),
        sa.Column("types", sa.String(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("last_reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["incidents.id"], name=op.f("fk_incidents_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index("ix_incidents_country_last_day", "incidents", ["country", "last_day"], unique=False)
    op.create_index("ix_incidents_last_day", "incidents", ["last_day"], unique=False)
    op.create_index(
        "ix_incidents_long",
        "incidents",
        ["country", "last_day"],
        unique=False,
        sqlite_where=sa.text("is_long = 1"),
        postgresql_where=sa.text("is_long"),
    )
    op.create_index("ix_incidents_region_last_day", "incidents", ["region", "last_day"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
    )
    op.create_index("ix_subscribers_email_key", "subscribers", ["email_key"], unique=True)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_deliveries_subscriber")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_key", "deliveries", ["key"], unique=True)
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"], unique=False)
    op.create_index("ix_deliveries_subscriber", "deliveries", ["subscriber"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("backfill", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_entries_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_feed_guid", "entries", ["feed", "guid"], unique=True)
    op.create_index("ix_entries_feed_link", "entries", ["feed", "link"], unique=False)
    op.create_index("ix_entries_first_seen", "entries", ["first_seen"], unique=False)
    op.create_index("ix_entries_link", "entries", ["link"], unique=False)
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("gap", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_polls_feed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index("ix_polls_at", "polls", ["at"], unique=False)
    op.create_index("ix_polls_feed_at", "polls", ["feed", "at"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name=op.f("fk_quarantine_feed")),
        sa.PrimaryKeyConstraint("feed", "guid", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_at", "quarantine", ["at"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("min_level", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("digested_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_subscriptions_subscriber")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index("ix_subscriptions_subscriber", "subscriptions", ["subscriber"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name=op.f("fk_alerts_delivery")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_alerts_incident")),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_alerts_subscriber")),
        sa.PrimaryKeyConstraint("subscriber", "incident", "version", "mode", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_incident", "alerts", ["incident"], unique=False)
    op.create_index(
        "ix_alerts_waiting",
        "alerts",
        ["subscriber", "mode"],
        unique=False,
        sqlite_where=sa.text("delivery IS NULL"),
        postgresql_where=sa.text("delivery IS NULL"),
    )
    op.create_table(
        "delivery_incidents",
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name=op.f("fk_delivery_incidents_delivery")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_delivery_incidents_incident")),
        sa.PrimaryKeyConstraint("delivery", "incident", name=op.f("pk_delivery_incidents")),
    )
    op.create_index("ix_delivery_incidents_incident", "delivery_incidents", ["incident"], unique=False)
    op.create_table(
        "entry_revisions",
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_entry_revisions_entry")),
        sa.PrimaryKeyConstraint("entry", "revision", name=op.f("pk_entry_revisions")),
    )
    op.create_table(
        "incident_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_incident_updates_entry")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_updates_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_updates")),
    )
    op.create_index("ix_incident_updates_entry", "incident_updates", ["entry"], unique=False)
    op.create_index("ix_incident_updates_incident", "incident_updates", ["incident"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("subscriber", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name=op.f("fk_ledger_delivery")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_ledger_incident")),
        sa.ForeignKeyConstraint(["subscriber"], ["subscribers.id"], name=op.f("fk_ledger_subscriber")),
        sa.PrimaryKeyConstraint("subscriber", "incident", "version", name=op.f("pk_ledger")),
    )
    op.create_index("ix_ledger_incident", "ledger", ["incident"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_reports_entry")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_reports_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_entry", "reports", ["entry"], unique=False)
    op.create_index("ix_reports_incident", "reports", ["incident"], unique=False)
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name=op.f("fk_set_aside_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
    )
    op.create_index("ix_set_aside_at", "set_aside", ["at"], unique=False)
    op.create_index("ix_set_aside_entry", "set_aside", ["entry"], unique=False)
    op.create_table(
        "report_supports",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_report_supports_incident")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_report_supports_report")),
        sa.PrimaryKeyConstraint("report", "incident", name=op.f("pk_report_supports")),
    )
    op.create_index("ix_report_supports_incident", "report_supports", ["incident"], unique=False)
