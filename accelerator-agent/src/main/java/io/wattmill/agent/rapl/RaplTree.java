// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The zones below the framework's folder: a package per socket and the memory beside it. Zones that
 * lie within a package (core, uncore) or around all of them (psys) would count joules twice.
 */
final class RaplTree {

    private static final String PACKAGE = "package-";
    private static final String DRAM = "dram";
    private static final int MOST = 64;

    private RaplTree() {}

    /** The zones; none when the host has no such folder. */
    static List<RaplZone> zones(Path folder) {
        List<RaplZone> zones = new ArrayList<>();
        for (Path top : children(folder)) {
            String name = text(top.resolve("name"));
            if (name.startsWith(PACKAGE)) {
                zones.add(zone("rapl-" + name, top));
                memory(top, name.substring(PACKAGE.length()), zones);
            }
        }
        return zones.size() > MOST ? zones.subList(0, MOST) : zones;
    }

    private static void memory(Path socket, String number, List<RaplZone> zones) {
        for (Path child : children(socket)) {
            if (text(child.resolve("name")).equals(DRAM)) {
                zones.add(zone("rapl-dram-" + number, child));
            }
        }
    }

    private static RaplZone zone(String name, Path folder) {
        String range = text(folder.resolve("max_energy_range_uj"));
        return new RaplZone(name, folder.resolve("energy_uj"), number(range));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "intel-rapl:*")) {
            found.forEach(children::add);
        } catch (IOException _) {
            return List.of();
        }
        children.sort(null);
        return children;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
