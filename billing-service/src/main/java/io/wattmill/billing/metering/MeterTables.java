// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.meter.ClosedWindow;
import io.wattmill.billing.meter.ClosedWindow.DeviceSlice;
import io.wattmill.billing.meter.Coefficients;
import io.wattmill.billing.meter.Counter;
import io.wattmill.billing.meter.NodeBooks.CountedReading;
import io.wattmill.billing.meter.NodeBooks.DoubtedReading;
import io.wattmill.billing.meter.NodeBooks.HostSlice;
import io.wattmill.billing.meter.NodeReport;
import io.wattmill.billing.meter.Source;
import io.wattmill.billing.meter.SourceKey;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.sql.Rows;

import org.jspecify.annotations.Nullable;

/**
 * Which field goes to which column: the meter tables of V3__energy.sql, V8__cost.sql, V19 and V21.
 */
final class MeterTables {

    record SourceRow(String nodeId, Source source) {}

    record ReadingRow(NodeReport report, CountedReading counted) {}

    record DoubtRow(NodeReport report, DoubtedReading doubted) {}

    record WindowRow(String zone, ClosedWindow window) {}

    record ModelRow(long windowId, Coefficients model) {}

    record StepRow(long windowId, Coefficients.Step step) {}

    record SliceRow(long windowId, String nodeId, String gpuType, DeviceSlice slice) {}

    record HostRow(long windowId, String nodeId, HostSlice slice) {}

    static final BulkInsert<SourceRow> SOURCES =
            BulkInsert.<SourceRow>into("meter_source")
                    .column("node_id", PgType.TEXT, SourceRow::nodeId)
                    .column("source_id", PgType.TEXT, row -> row.source().key().id())
                    .column("host", PgType.BOOLEAN, row -> row.source().key().host())
                    .column("last_raw_uj", PgType.BIGINT, row -> row.source().counter().lastRawUj())
                    .column("total_uj", PgType.BIGINT, row -> row.source().counter().totalUj())
                    .column(
                            "observed_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.source().counter().observedAtUs()))
                    .column("suspect_raw_uj", PgType.BIGINT, row -> suspect(row.source().counter()))
                    .column("window_total_uj", PgType.BIGINT, row -> row.source().windowTotalUj())
                    .column(
                            "window_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.source().windowAtUs()))
                    .column(
                            "window_quality_ppm",
                            PgType.BIGINT,
                            row -> row.source().windowQualityPpm())
                    .build(
                            """
                            ON CONFLICT (node_id, source_id, host) DO UPDATE SET
                                last_raw_uj = excluded.last_raw_uj, total_uj = excluded.total_uj,
                                observed_at = excluded.observed_at, suspect_raw_uj = excluded.suspect_raw_uj,
                                window_total_uj = excluded.window_total_uj, window_at = excluded.window_at,
                                window_quality_ppm = excluded.window_quality_ppm\
                            """);

    static final BulkInsert<ReadingRow> READINGS =
            BulkInsert.<ReadingRow>into("meter_reading")
                    .column("node_id", PgType.TEXT, row -> row.report().key().nodeId())
                    .column("boot_id", PgType.TEXT, row -> row.report().key().bootId())
                    .column("sequence", PgType.BIGINT, row -> row.report().key().sequence())
                    .column("source_id", PgType.TEXT, row -> row.counted().reading().source().id())
                    .column("host", PgType.BOOLEAN, row -> row.counted().reading().source().host())
                    .column("method", PgType.TEXT, row -> row.counted().reading().method())
                    .column(
                            "observed_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.report().observedAtUs()))
                    .column("raw_uj", PgType.BIGINT, row -> row.counted().reading().rawUj())
                    .column("total_uj", PgType.BIGINT, row -> row.counted().totalUj())
                    .column("power_mw", PgType.BIGINT, row -> row.counted().reading().powerMw())
                    .column(
                            "quality_ppm",
                            PgType.BIGINT,
                            row -> row.counted().reading().qualityPpm())
                    .build("");

    static final BulkInsert<DoubtRow> QUARANTINE =
            BulkInsert.<DoubtRow>into("meter_quarantine")
                    .column("node_id", PgType.TEXT, row -> row.report().key().nodeId())
                    .column("boot_id", PgType.TEXT, row -> row.report().key().bootId())
                    .column("sequence", PgType.BIGINT, row -> row.report().key().sequence())
                    .column("source_id", PgType.TEXT, row -> row.doubted().reading().source().id())
                    .column("raw_uj", PgType.BIGINT, row -> row.doubted().reading().rawUj())
                    .column(
                            "observed_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.report().observedAtUs()))
                    .column("reason", PgType.TEXT, row -> row.doubted().reason())
                    .build("");

    static final BulkInsert<WindowRow> WINDOWS =
            BulkInsert.<WindowRow>into("energy_window")
                    .column("node_id", PgType.TEXT, row -> row.window().nodeId())
                    .column("engine_id", PgType.TEXT, row -> row.window().engineId())
                    .column(
                            "started_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.window().startUs()))
                    .column(
                            "ended_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.window().endUs()))
                    .column("energy_uj", PgType.BIGINT, row -> row.window().energyUj())
                    .column("quality_ppm", PgType.BIGINT, row -> row.window().qualityPpm())
                    .column(
                            "base_power_mw",
                            PgType.BIGINT,
                            row -> row.window().coefficients().basePowerMw())
                    .column(
                            "prefill_uj_per_token",
                            PgType.BIGINT,
                            row -> row.window().coefficients().prefillUjPerToken())
                    .column(
                            "decode_uj_per_token",
                            PgType.BIGINT,
                            row -> row.window().coefficients().decodeUjPerToken())
                    .column("zone", PgType.TEXT, WindowRow::zone)
                    .build("RETURNING id");

    static final BulkInsert<ModelRow> MODELS =
            BulkInsert.<ModelRow>into("energy_window_model")
                    .column("window_id", PgType.BIGINT, ModelRow::windowId)
                    .column(
                            "kv_read_pj_per_token",
                            PgType.BIGINT,
                            row -> row.model().kvReadPjPerToken())
                    .column("method", PgType.TEXT, row -> row.model().origin().method())
                    .column(
                            "relative_error_ppm",
                            PgType.BIGINT,
                            row -> row.model().origin().relativeErrorPpm())
                    .column("version", PgType.BIGINT, row -> row.model().origin().version())
                    .build("");

    static final BulkInsert<StepRow> STEPS =
            BulkInsert.<StepRow>into("energy_window_step")
                    .column("window_id", PgType.BIGINT, StepRow::windowId)
                    .column("step_uj", PgType.BIGINT, row -> row.step().stepUj())
                    .column("token_uj", PgType.BIGINT, row -> row.step().tokenUj())
                    .build("");

    static final BulkInsert<SliceRow> SLICES =
            BulkInsert.<SliceRow>into("energy_window_device")
                    .column("window_id", PgType.BIGINT, SliceRow::windowId)
                    .column("node_id", PgType.TEXT, SliceRow::nodeId)
                    .column("device_id", PgType.TEXT, row -> row.slice().deviceId())
                    .column("gpu_type", PgType.TEXT, SliceRow::gpuType)
                    .column("start_total_uj", PgType.BIGINT, row -> row.slice().startTotalUj())
                    .column("end_total_uj", PgType.BIGINT, row -> row.slice().endTotalUj())
                    .column("energy_uj", PgType.BIGINT, row -> row.slice().energyUj())
                    .build("");

    static final BulkInsert<HostRow> HOSTS =
            BulkInsert.<HostRow>into("energy_window_host")
                    .column("window_id", PgType.BIGINT, HostRow::windowId)
                    .column("node_id", PgType.TEXT, HostRow::nodeId)
                    .column("source_id", PgType.TEXT, row -> row.slice().sourceId())
                    .column("energy_uj", PgType.BIGINT, row -> row.slice().energyUj())
                    .build("");

    private MeterTables() {}

    /** Reads what {@link #SOURCES} wrote. */
    static Source source(Row row) {
        Counter counter =
                new Counter(
                        row.getLong("last_raw_uj"),
                        row.getLong("total_uj"),
                        Rows.us(row, "observed_at"),
                        Rows.maybeLong(row, "suspect_raw_uj"));
        return new Source(
                new SourceKey(row.getString("source_id"), row.getBoolean("host")),
                counter,
                row.getLong("window_total_uj"),
                Rows.us(row, "window_at"),
                row.getLong("window_quality_ppm"));
    }

    private static @Nullable Long suspect(Counter counter) {
        return counter.suspectRawUj().isEmpty() ? null : counter.suspectRawUj().getAsLong();
    }
}
