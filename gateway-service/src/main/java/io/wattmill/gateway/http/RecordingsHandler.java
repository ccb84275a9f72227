// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.recorder.RecordedDay;
import io.wattmill.gateway.recorder.Recorder;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * {@code GET /admin/recordings} and {@code /admin/recordings/{day}}: which days of the site's own
 * workload are on file, and one of them as it is.
 */
final class RecordingsHandler {

    private static final int RETRY_SECONDS = 5;

    private final Vertx vertx;
    private final Recorder recorder;
    private final Watchdog watchdog;
    private final MeterRegistry metrics;
    private int readers;

    RecordingsHandler(Vertx vertx, Recorder recorder, Watchdog watchdog, MeterRegistry metrics) {
        this.vertx = vertx;
        this.recorder = recorder;
        this.watchdog = watchdog;
        this.metrics = metrics;
    }

    void list(Call call) {
        JsonArray days = new JsonArray();
        recorder.days().forEach(day -> days.add(json(day)));
        JsonObject list =
                new JsonObject()
                        .put("object", "list")
                        .put("enabled", recorder.isEnabled())
                        .put("data", days);
        call.reply().json(200, list.toBuffer().getBytes());
    }

    private static JsonObject json(RecordedDay day) {
        return new JsonObject()
                .put("day", day.day().toString())
                .put("bytes", day.bytes())
                .put("requests", day.counts().requests())
                .put("dropped", day.counts().dropped())
                .put("from_us", day.counts().fromUs())
                .put("to_us", day.counts().toUs());
    }

    void day(Call call) {
        String text = Route.RECORDING.path().segment(call.path());
        Optional<LocalDate> day = parse(text);
        if (day.isEmpty()) {
            call.reply()
                    .error(
                            ApiError.badParameter(
                                    "day", "invalid_value", "A day is written as 2026-11-22."));
            return;
        }
        recorder.days().stream()
                .filter(recorded -> recorded.day().equals(day.get()))
                .findFirst()
                .ifPresentOrElse(recorded -> send(call, recorded), () -> nothing(call));
    }

    private static Optional<LocalDate> parse(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static void nothing(Call call) {
        call.reply()
                .error(
                        ApiError.notFound(
                                "Nothing is recorded of that day; GET /admin/recordings lists the"
                                        + " days."));
    }

    private void send(Call call, RecordedDay day) {
        if (readers >= recorder.config().maxReaders()) {
            Limits.hit(metrics, "recording.max-readers");
            call.reply()
                    .error(
                            ApiError.tooManyRequests(
                                    "recording_readers",
                                    "Recordings have as many readers as they may have.",
                                    RETRY_SECONDS));
            return;
        }
        readers++;
        call.reply()
                .status(200)
                .header("content-type", "application/x-ndjson")
                .header("content-length", Long.toString(day.bytes()));
        new FileReply(vertx, call.reply(), watchdog, recorder.config().readStallTimeout())
                .send(day.files(), () -> readers--);
    }
}
