// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.screen;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The lines of `up`: a label in the first column, then the fact.
 *
 * @param places how paths are written
 */
public record UpScreen(Places places) {
    private static final String LINE = "%-12s%s";

    public String postgres(String majorVersion, String dataFolder) {
        return line(
                "postgres",
                "embedded %s, data in %s".formatted(majorVersion, places.shown(dataFolder)));
    }

    public String externalPostgres() {
        return line("postgres", "external, as gateway.postgres and billing.postgres say");
    }

    /**
     * The emulated fleet, and that it is one.
     *
     * @param why there is no real one
     */
    public String fleet(int nodes, int gpusPerNode, String gpu, String model, String why) {
        return line(
                "fleet",
                "%d emulated %s, %d × %s each, %s      (%s)"
                        .formatted(
                                nodes,
                                nodes == 1 ? "node" : "nodes",
                                gpusPerNode,
                                gpu,
                                model,
                                why));
    }

    /**
     * Engines of this host, which nobody named.
     *
     * @param engines each with its kind, port and how it was found
     */
    public String localFleet(List<String> engines) {
        return line(
                "fleet",
                "found on this host: %s      (--emulated serves the emulated fleet instead)"
                        .formatted(String.join(", ", engines)));
    }

    public String realFleet(int engines) {
        return line(
                "fleet",
                "%d configured %s".formatted(engines, engines == 1 ? "engine" : "engines"));
    }

    public String gateway(URI url) {
        return line("gateway", url + "       console  " + url + "/console");
    }

    /** The keys in full: this is the only time that they are shown. */
    public String freshKeys(String admin, String developer, String keysFile) {
        return line(
                "keys",
                "admin %s  developer %s      (also in %s, mode 0600)"
                        .formatted(admin, developer, places.shown(keysFile)));
    }

    public String knownKeys(String keysFile) {
        return line("keys", "in " + places.shown(keysFile));
    }

    public String lostKeys(String keysFile) {
        return line(
                "keys",
                places.shown(keysFile) + " is gone, and only hashes of keys are kept elsewhere");
    }

    /** Three commands to paste: a completion, what it cost, the scoreboard. */
    public List<String> firstSteps(URI url, String model, Bearer admin, Bearer developer) {
        var body =
                "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                        .formatted(model);
        return List.of(
                "",
                line(
                        "ask",
                        "curl -N %s/v1/chat/completions %s -H \"content-type: application/json\" -d '%s'"
                                .formatted(url, developer.header(), body)),
                line("why", "curl %s/v1/requests/last %s".formatted(url, developer.header())),
                line("board", "curl %s/v1/factory %s".formatted(url, admin.header())));
    }

    public String ready(long millis) {
        return String.format(Locale.ROOT, "ready in %.1f s", millis / 1e3);
    }

    public String draining() {
        return line("stopping", "finishing what is being served (Ctrl-C again stops at once)");
    }

    public String stopped() {
        return line("stopped", "everything that was started here has ended");
    }

    private static String line(String label, String text) {
        return LINE.formatted(label, text);
    }
}
