// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest samples of something, oldest first. Immutable.
 *
 * @param capacity samples kept
 * @param samples the samples
 * @param <T> what is sampled
 */
public record History<T>(int capacity, List<Sample<T>> samples) {

    public History {
        samples = List.copyOf(samples);
    }

    /**
     * One sample.
     *
     * @param atUs when it was taken, epoch microseconds by the clock of its source
     * @param value what was seen
     */
    public record Sample<T>(long atUs, T value) {}

    /** No samples yet. */
    public static <T> History<T> empty(int capacity) {
        return new History<>(capacity, List.of());
    }

    /** This history and one sample more; one that is not newer than the last is left out. */
    public History<T> with(long atUs, T value) {
        if (!samples.isEmpty() && samples.getLast().atUs() >= atUs) {
            return this;
        }
        int from = samples.size() < capacity ? 0 : 1;
        List<Sample<T>> longer = new ArrayList<>(samples.subList(from, samples.size()));
        longer.add(new Sample<>(atUs, value));
        return new History<>(capacity, longer);
    }

    /** The newest sample. */
    public Optional<Sample<T>> newest() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast());
    }

    /**
     * The newest sample and the oldest one that is at most {@code windowUs} older; empty when they
     * are the same.
     */
    public Optional<Pair<T>> pair(long windowUs) {
        if (samples.size() < 2) {
            return Optional.empty();
        }
        Sample<T> newest = samples.getLast();
        return samples.stream()
                .filter(sample -> sample.atUs() >= newest.atUs() - windowUs && sample != newest)
                .findFirst()
                .map(oldest -> new Pair<>(oldest, newest));
    }

    /** Two samples that bound a window. */
    public record Pair<T>(Sample<T> from, Sample<T> to) {

        /** Length of the window. */
        public long lengthUs() {
            return to.atUs() - from.atUs();
        }
    }
}
