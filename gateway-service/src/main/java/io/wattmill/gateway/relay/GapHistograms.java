// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.wattmill.gateway.telemetry.GenAi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** {@code gen_ai.client.operation.time_per_output_chunk} of all engines, as Prometheus reads it. */
final class GapHistograms implements Collector {

    private static final String NAME = GenAi.CLIENT_PER_CHUNK.replace('.', '_') + "_seconds";
    private static final double[] BOUNDS = ChunkGaps.boundsSeconds();

    private final List<Series> series = new CopyOnWriteArrayList<>();

    /** The gaps of one set of labels. */
    static final class Series {
        private final Labels labels;
        private final LongAdder[] counts =
                Stream.generate(LongAdder::new)
                        .limit(ChunkGaps.buckets())
                        .toArray(LongAdder[]::new);
        private final LongAdder sumNanos = new LongAdder();

        private Series(Labels labels) {
            this.labels = labels;
        }

        void add(ChunkGaps gaps) {
            for (int at = 0; at < counts.length; at++) {
                counts[at].add(gaps.count(at));
            }
            sumNanos.add(gaps.sumNanos());
        }

        private HistogramDataPointSnapshot snapshot() {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            for (int at = 0; at < counts.length; at++) {
                double bound = at < BOUNDS.length ? BOUNDS[at] : Double.POSITIVE_INFINITY;
                buckets.bucket(bound, counts[at].sum());
            }
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets.build())
                    .sum(sumNanos.sum() / 1e9)
                    .build();
        }
    }

    /** One more series; {@code labels} are names and values in turn. */
    Series series(String... labels) {
        Series added = new Series(Labels.of(labels));
        series.add(added);
        return added;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder()
                        .name(NAME)
                        .help("Time between two chunks of an engine's stream");
        series.forEach(one -> all.dataPoint(one.snapshot()));
        return all.build();
    }

    @Override
    public String getPrometheusName() {
        return NAME;
    }
}
