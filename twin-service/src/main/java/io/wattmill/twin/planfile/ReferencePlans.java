// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The commented plans that ship: what {@code plan init} writes. */
public final class ReferencePlans {
    private static final List<String> NAMES =
            List.of(
                    "hgx-h100-1-rack",
                    "hgx-b200-8-racks",
                    "gb200-nvl72-1-rack",
                    "gb200-nvl72-8-racks",
                    "gb300-nvl72-1-rack",
                    "mixed-brownfield");

    private ReferencePlans() {}

    /** Their names; the first is the one to begin with. */
    public static List<String> names() {
        return NAMES;
    }

    /** The YAML of the plan with this name. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name)
                ? Optional.of(read("/plans/" + name + ".yaml"))
                : Optional.empty();
    }

    /** What a plan is about: its first comment after the licence. */
    public static String title(String name) {
        return text(name)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("# ") && !line.contains("SPDX"))
                .filter(line -> !line.contains("yaml-language-server"))
                .map(line -> line.substring(2))
                .findFirst()
                .orElse("");
    }

    private static String read(String resource) {
        try (var in = ReferencePlans.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
