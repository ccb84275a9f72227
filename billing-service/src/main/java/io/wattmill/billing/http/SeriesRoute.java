// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.wattmill.billing.energy.SeriesStore;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.billing.reconcile.Boundary;
import io.wattmill.billing.reconcile.Scope;
import io.wattmill.billing.reconciling.MeterHours;
import io.wattmill.billing.reconciling.MeterHours.Meter;
import io.wattmill.billing.series.HourValue;
import io.wattmill.billing.series.SeriesKey;
import io.wattmill.billing.series.SeriesKind;
import io.wattmill.billing.series.SeriesParser;
import io.wattmill.kit.telemetry.Limits;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code POST /billing/series?kind=price|carbon|pue&zone=Z} and {@code
 * ?kind=meter&zone=Z|node=N&boundary=it|facility&tolerance_ppm=N}: imports hours as CSV. Admins
 * only. The same file again changes nothing.
 */
final class SeriesRoute implements Routes {

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Pattern PPM = Pattern.compile("[0-9]{1,7}");
    private static final long MILLION = 1_000_000;

    private final SeriesStore store;
    private final MeterHours meters;
    private final int maxHours;
    private final BodyLimit limit;
    private final MeterRegistry metrics;

    SeriesRoute(SeriesStore store, MeterHours meters, HttpConfig config, MeterRegistry metrics) {
        this.store = store;
        this.meters = meters;
        this.maxHours = config.maxSeriesHours();
        this.limit = new BodyLimit("billing.http.max-series-bytes", config.maxSeriesBytes());
        this.metrics = metrics;
    }

    /**
     * What an import came to.
     *
     * @param zone of a node's meter the node
     */
    record Imported(
            String object,
            String kind,
            String zone,
            int added,
            int revised,
            int unchanged,
            long windowsToCostAgain) {}

    @Override
    public void enter(RouteTable table) {
        table.post(Access.ADMIN, "/billing/series", limit, this::answer);
    }

    private Future<Answer> answer(Asked asked) {
        SeriesKind kind =
                SeriesKind.named(value(asked, "kind", ""))
                        .orElseThrow(
                                () -> new Wrong("kind", "kind is price, carbon, pue or meter."));
        return kind == SeriesKind.METER ? metered(asked) : costed(kind, asked);
    }

    private Future<Answer> costed(SeriesKind kind, Asked asked) {
        SeriesKey key = new SeriesKey(kind, name(asked, "zone"));
        return parsed(
                kind,
                asked.text(),
                hours -> store.add(key, hours).map(imported -> answer(key, imported)));
    }

    private Future<Answer> metered(Asked asked) {
        Scope scope = asked.query().contains("node") ? Scope.NODE_METER : Scope.ZONE_METER;
        String name = name(asked, scope == Scope.NODE_METER ? "node" : "zone");
        Boundary boundary =
                Boundary.named(value(asked, "boundary", "it"))
                        .orElseThrow(() -> new Wrong("boundary", "boundary is it or facility."));
        Meter meter = new Meter(scope, name, boundary, tolerance(asked));
        return parsed(
                SeriesKind.METER,
                asked.text(),
                hours ->
                        meters.add(meter, hours, asked.nowUs())
                                .map(imported -> answer(name, imported)));
    }

    private static long tolerance(Asked asked) {
        String text = value(asked, "tolerance_ppm", "0");
        if (!PPM.matcher(text).matches() || Long.parseLong(text) > MILLION) {
            throw new Wrong("tolerance_ppm", "tolerance_ppm is from 0 to 1000000.");
        }
        return Long.parseLong(text);
    }

    private static String name(Asked asked, String parameter) {
        String name = value(asked, parameter, "");
        if (!ZONE.matcher(name).matches()) {
            throw new Wrong(parameter, parameter + " is 1 to 64 letters, digits, '.', '_' or '-'.");
        }
        return name;
    }

    private static String value(Asked asked, String parameter, String absent) {
        return Objects.requireNonNullElse(asked.query().get(parameter), absent);
    }

    private Future<Answer> parsed(
            SeriesKind kind, String csv, Function<List<HourValue>, Future<Answer>> add) {
        return switch (new SeriesParser(kind, maxHours).parse(csv)) {
            case SeriesParser.Invalid(String message) -> bad("body", message);
            case SeriesParser.TooMany(int most) -> tooMany(most);
            case SeriesParser.Valid(List<HourValue> hours) -> add.apply(hours);
        };
    }

    private Future<Answer> tooMany(int most) {
        Limits.hit(metrics, "billing.http.max-series-hours");
        return bad("body", "The file has more than " + most + " hours: import it in parts.");
    }

    private static Future<Answer> bad(String parameter, String message) {
        return Future.succeededFuture(Answer.badParameter(parameter, message));
    }

    private static Answer answer(String meter, MeterHours.Imported imported) {
        return Answer.ok(
                new Imported(
                        "wattmill.series",
                        SeriesKind.METER.text(),
                        meter,
                        imported.added(),
                        imported.revised(),
                        imported.unchanged(),
                        0));
    }

    private static Answer answer(SeriesKey key, SeriesStore.Imported imported) {
        return Answer.ok(
                new Imported(
                        "wattmill.series",
                        key.kind().text(),
                        key.zone(),
                        imported.added(),
                        imported.revised(),
                        imported.unchanged(),
                        imported.windows()));
    }
}
