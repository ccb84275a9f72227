// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@link GatewayCpu} may be told. All its loops are bounded by these. */
final class MeasureOptions {
    private static final int LARGE = 16_384;
    private static final int HUGE = 131_072;

    @Mixin SceneOptions scene = new SceneOptions();

    @Option(names = "--rounds", description = "Rounds; each measures every row once.")
    int rounds = 7;

    @Option(
            names = "--requests",
            description =
                    "Requests of each row in a round; half as many of bodies above 16 KB, a quarter"
                            + " above 128 KB.")
    int requests = 20_000;

    @Option(names = "--warm-up", description = "The same before the first round.")
    int warmUp = 150_000;

    @Option(names = "--connections", description = "Connections, one request at a time on each.")
    int connections = 32;

    @Option(names = "--alone", description = "Requests of each row on one connection, for latency.")
    int alone = 1_000;

    @Option(
            names = "--body",
            split = ",",
            description = "Bytes of a request's body; one table for each.")
    List<Integer> bodies = List.of(2_048);

    @Option(names = "--stream", description = "Ask for a stream of so many chunks; 0: no stream.")
    int chunks;

    @Option(
            names = "--portkey",
            description = "Folder in which deploy/measure/portkey put Portkey's gateway.")
    Optional<Path> portkey = Optional.empty();

    @Option(
            names = "--portkey-part",
            description =
                    "Portkey takes so many times longer: its share of the requests is 1 in N.")
    int portkeyPart = 20;

    @Option(names = "--limit-seconds", description = "Longest time for one row of a round.")
    long limitSeconds = 300;

    /** Requests of this size that take about as long as {@code requests} small ones. */
    static int scaled(int requests, int bodyBytes) {
        int part = bodyBytes > HUGE ? 4 : bodyBytes > LARGE ? 2 : 1;
        return Math.max(1, requests / part);
    }
}
