// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that are files: each file named {@code WATTMILL_...} in the folder that {@code
 * WATTMILL_SECRETS_DIR} or systemd's {@code CREDENTIALS_DIRECTORY} names stands for the environment
 * variable of its name, so that a password is in neither the environment nor a command line.
 */
final class SecretFiles {

    private static final String OURS = "WATTMILL_SECRETS_DIR";
    private static final String SYSTEMD = "CREDENTIALS_DIRECTORY";
    private static final String PREFIX = "WATTMILL_";

    /** Longest secret, bytes: a key or a password, not a document. */
    private static final long MAX_BYTES = 65_536;

    private SecretFiles() {}

    /** The environment with what the files say below it: a variable that is set wins. */
    static Map<String, String> under(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        // What systemd left in the environment of a shell may be somebody else's.
        folder(environment, SYSTEMD).filter(Files::isReadable).ifPresent(path -> read(path, all));
        folder(environment, OURS).ifPresent(path -> read(path, all));
        all.putAll(environment);
        return all;
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static void read(Path folder, Map<String, String> into) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> name(file).startsWith(PREFIX) && Files.isRegularFile(file))
                    .forEach(file -> into.put(name(file), text(file)));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw unreadable(file, new IOException("longer than " + MAX_BYTES + " bytes"));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static ConfigException unreadable(Path path, IOException cause) {
        return new ConfigException(
                List.of(
                        new ConfigProblem(
                                path.toString(), "cannot be read: " + cause.getMessage())));
    }
}
