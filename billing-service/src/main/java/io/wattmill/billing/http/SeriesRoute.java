// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.billing.energy.SeriesStore;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.billing.series.SeriesKey;
import io.wattmill.billing.series.SeriesKind;
import io.wattmill.billing.series.SeriesParser;
import io.wattmill.kit.telemetry.Limits;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /billing/series?kind=price|carbon|pue&zone=Z}: imports hours as CSV. Admins only. The
 * same file again changes nothing.
 */
final class SeriesRoute implements Routes {

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final SeriesStore store;
    private final int maxHours;
    private final BodyLimit limit;
    private final MeterRegistry metrics;

    SeriesRoute(SeriesStore store, HttpConfig config, MeterRegistry metrics) {
        this.store = store;
        this.maxHours = config.maxSeriesHours();
        this.limit = new BodyLimit("billing.http.max-series-bytes", config.maxSeriesBytes());
        this.metrics = metrics;
    }

    /** What an import came to. */
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
        table.post(
                Access.ADMIN,
                "/billing/series",
                limit,
                asked -> answer(asked.query(), asked.text()));
    }

    private Future<Answer> answer(MultiMap parameters, String csv) {
        String zone = Objects.requireNonNullElse(parameters.get("zone"), "");
        Optional<SeriesKind> kind =
                SeriesKind.named(Objects.requireNonNullElse(parameters.get("kind"), ""));
        if (!ZONE.matcher(zone).matches()) {
            return bad("zone", "zone is 1 to 64 letters, digits, '.', '_' or '-'.");
        }
        return kind.map(known -> read(new SeriesKey(known, zone), csv))
                .orElseGet(() -> bad("kind", "kind is price, carbon or pue."));
    }

    private Future<Answer> read(SeriesKey key, String csv) {
        return switch (new SeriesParser(key.kind(), maxHours).parse(csv)) {
            case SeriesParser.Invalid(String message) -> bad("body", message);
            case SeriesParser.TooMany(int most) -> tooMany(most);
            case SeriesParser.Valid valid ->
                    store.add(key, valid.hours()).map(imported -> answer(key, imported));
        };
    }

    private Future<Answer> tooMany(int most) {
        Limits.hit(metrics, "billing.http.max-series-hours");
        return bad("body", "The file has more than " + most + " hours: import it in parts.");
    }

    private static Future<Answer> bad(String parameter, String message) {
        return Future.succeededFuture(Answer.badParameter(parameter, message));
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
