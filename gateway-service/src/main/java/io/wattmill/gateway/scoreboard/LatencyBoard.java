// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** First-token times by model over the last five minutes. For any number of threads. */
public final class LatencyBoard {

    private final ConcurrentHashMap<String, RollingHistogram> byModel = new ConcurrentHashMap<>();

    /**
     * Time to first token, upper bounds in microseconds; empty without requests.
     *
     * @param requests requests that they stand for
     */
    public record Percentiles(
            OptionalLong p50, OptionalLong p90, OptionalLong p99, long requests) {}

    /** Adds one request; the number of models is the caller's to bound. */
    public void record(String model, long ttftUs, long nowNanos) {
        byModel.computeIfAbsent(model, _ -> new RollingHistogram()).record(ttftUs, nowNanos);
    }

    /** Percentiles by model. */
    public Map<String, Percentiles> read(long nowNanos) {
        Map<String, Percentiles> all = new TreeMap<>();
        byModel.forEach(
                (model, histogram) -> {
                    OptionalLong[] p = histogram.percentiles(nowNanos, 500_000, 900_000, 990_000);
                    all.put(model, new Percentiles(p[0], p[1], p[2], histogram.count(nowNanos)));
                });
        return all;
    }
}
