// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import picocli.CommandLine.Option;

import java.util.List;

/** What the measurement may be told. All its loops are bounded by these. */
final class MeasureOptions {
    @Option(names = "--rounds", description = "Rounds; each measures every row once.")
    int rounds = 7;

    @Option(names = "--requests", description = "Requests of each row in a round.")
    int requests = 20_000;

    @Option(names = "--warm-up", description = "Requests to each row before the first round.")
    int warmUp = 150_000;

    @Option(names = "--connections", description = "Connections, one request at a time on each.")
    int connections = 32;

    @Option(names = "--alone", description = "Requests of each row on one connection, for latency.")
    int alone = 1_000;

    @Option(names = "--body", description = "Bytes of a request's body.")
    int body = 2_048;

    @Option(names = "--stream", description = "Ask for a stream of so many chunks; 0: no stream.")
    int chunks;

    @Option(names = "--engines", description = "Engines that the router chooses among.")
    int engines = 4;

    @Option(names = "--event-loops", description = "Event loops of the gateway; 0: Vert.x's own.")
    int eventLoops;

    @Option(names = "--nginx", description = "The program.")
    String nginx = "/usr/sbin/nginx";

    @Option(names = "--jvm", description = "A flag of the gateway's JVM; repeat it.")
    List<String> jvm = List.of();

    @Option(
            names = "--beside-path",
            description =
                    "Classes of a second gateway, before those of the first: a folder with an older"
                            + " build, for example. Measured in turn with the first.")
    String besidePath = "";

    @Option(
            names = "--beside-jvm",
            description = "A flag of the second gateway's JVM, behind the first's; repeat it.")
    List<String> besideJvm = List.of();

    @Option(names = "--limit-seconds", description = "Longest time for one row of a round.")
    long limitSeconds = 120;

    /** Whether a second gateway is measured beside the first. */
    boolean beside() {
        return !besidePath.isEmpty() || !besideJvm.isEmpty();
    }
}
