// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Certificates of a site on loopback, made by {@code deploy/tls/make-certs}.
 *
 * @param folder with a folder for each process
 */
record SiteCertificates(Path folder) {
    private static final Path SCRIPT =
            Path.of("..", "tls", "make-certs").toAbsolutePath().normalize();

    /** Makes them; empty on a machine without the script's tools. */
    static Optional<SiteCertificates> make(Path folder, List<String> processes)
            throws IOException, InterruptedException {
        if (!Stream.of("bash", "openssl").allMatch(SiteCertificates::has)) {
            return Optional.empty();
        }
        var words = new ArrayList<>(List.of(SCRIPT.toString(), folder.toString()));
        processes.forEach(process -> words.add(process + "=127.0.0.1"));
        var script = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (script.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return Optional.of(new SiteCertificates(folder));
    }

    private static boolean has(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    /** What a process is told of its own, for example {@code gateway:g1}. */
    Map<String, String> settings(String process) {
        var own = folder.resolve(process.replace(':', '-'));
        var settings = new HashMap<String, String>();
        settings.put("WATTMILL_TLS_CERT", own.resolve("tls.crt").toString());
        settings.put("WATTMILL_TLS_KEY", own.resolve("tls.key").toString());
        settings.put("WATTMILL_TLS_CA", own.resolve("ca.crt").toString());
        if (!process.startsWith("agent")) {
            settings.put("WATTMILL_CLUSTER_TLS_CERT", own.resolve("bus.crt").toString());
            settings.put("WATTMILL_CLUSTER_TLS_KEY", own.resolve("bus.key").toString());
            settings.put("WATTMILL_CLUSTER_TLS_CA", own.resolve("bus-ca.crt").toString());
        }
        return settings;
    }
}
