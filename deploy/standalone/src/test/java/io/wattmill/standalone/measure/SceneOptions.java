// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import picocli.CommandLine.Option;

import java.util.List;

/** What every measurement's processes may be told. */
final class SceneOptions {
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

    /** Whether a second gateway is measured beside the first. */
    boolean beside() {
        return !besidePath.isEmpty() || !besideJvm.isEmpty();
    }
}
