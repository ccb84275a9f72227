// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** What was found, ready for docs/BENCHMARKS.md. The first row is what the others are held to. */
record Table(MeasureOptions options, int body, Row direct, List<Row> rows) {

    String text() {
        var text = new StringBuilder("A body of %,d bytes:%n%n".formatted(body)).append(HEAD);
        for (var row : rows) {
            text.append(line(row));
        }
        return text.append(conditions()).toString();
    }

    private static final String HEAD =
            """
            | way to the engine | CPU us/request, median (least-most) | x nginx | x nginx with access log | p50 added | p99 added | requests/s | allocated |
            |---|---|---|---|---|---|---|---|
            """;

    private String line(Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f (%.1f-%.1f) | %.2f | %.2f | %.0f us | %.0f us | %,.0f | %s |%n",
                row.name(),
                row.cpuMicros(),
                row.leastCpuMicros(),
                row.mostCpuMicros(),
                row.times(rows.get(0)),
                row.times(rows.get(1)),
                row.p50Micros() - direct.p50Micros(),
                row.p99Micros() - direct.p99Micros(),
                row.perSecond(),
                row.allocatedKb() > 0
                        ? String.format(Locale.ROOT, "%.1f KB", row.allocatedKb())
                        : "");
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "%n%s: %d rounds of %,d requests per row on %d connections, warmed by %,d per row;"
                    + " body of %,d bytes, %s; %d engines; latency on one connection, beyond the"
                    + " engine's own (p50 %.0f us, p99 %.0f us); %d processors; gateway's JVM %s"
                    + " %s, event loops %s.%n",
                LocalDate.now(ZoneOffset.UTC),
                options.rounds,
                MeasureOptions.scaled(options.requests, body),
                options.connections,
                MeasureOptions.scaled(options.warmUp, body),
                body,
                options.chunks > 0 ? "a stream of " + options.chunks + " chunks" : "no stream",
                options.scene.engines,
                direct.p50Micros(),
                direct.p99Micros(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(" ", options.scene.jvm),
                options.scene.eventLoops == 0
                        ? "as Vert.x has them"
                        : "" + options.scene.eventLoops);
    }
}
