// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The migration scripts of a schema as this build brings them. */
final class Scripts {

    private Scripts() {}

    /**
     * Each script's name and its checksum as Flyway 11 keeps it: CRC-32 of its lines in UTF-8, line
     * ends left out. Blocks.
     */
    static Map<String, Integer> of(String schema) throws IOException {
        String folder = "db/" + schema;
        Map<String, Integer> checksums = new TreeMap<>();
        for (String name : names(folder)) {
            checksums.put(name, checksum(folder + "/" + name));
        }
        return checksums;
    }

    private static List<String> names(String folder) throws IOException {
        URL found = Scripts.class.getClassLoader().getResource(folder);
        if (found == null) {
            return List.of();
        }
        return found.openConnection() instanceof JarURLConnection jar
                ? inJar(jar, folder + "/")
                : inFolder(Path.of(URI.create(found.toString())));
    }

    private static List<String> inJar(JarURLConnection connection, String prefix)
            throws IOException {
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            return sql(
                    jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.startsWith(prefix))
                            .map(name -> name.substring(prefix.length())));
        }
    }

    private static List<String> inFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return sql(files.map(file -> file.getFileName().toString()));
        }
    }

    private static List<String> sql(Stream<String> names) {
        return names.filter(name -> name.endsWith(".sql")).toList();
    }

    private static int checksum(String resource) throws IOException {
        CRC32 crc = new CRC32();
        try (var stream = Scripts.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException(resource + " is gone");
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        }
        return (int) crc.getValue();
    }
}
