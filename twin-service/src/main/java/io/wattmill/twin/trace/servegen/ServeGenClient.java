// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.servegen;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One client of the service.
 *
 * @param name of its files
 * @param windows rates, in order of their time
 * @param lengths by the second of the day from which they hold, at least one
 */
public record ServeGenClient(
        String name, List<RateWindow> windows, NavigableMap<Integer, Lengths> lengths) {

    /** What it asks and gets. */
    public record Lengths(TokenHistogram input, TokenHistogram output) {}

    /** Copies its lists. */
    public ServeGenClient {
        windows = List.copyOf(windows);
        lengths = new TreeMap<>(lengths);
        if (lengths.isEmpty()) {
            throw new IllegalArgumentException("a client has lengths");
        }
    }

    Lengths lengthsAt(int second) {
        var from = lengths.floorEntry(second);
        return from == null ? lengths.firstEntry().getValue() : from.getValue();
    }
}
