// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The main code of a module as text, without its comments. */
final class Sources {
    /** Folders of the modules whose code counts something. */
    static final List<String> MODULES =
            List.of(
                    "service-kit",
                    "gateway-service",
                    "router-service",
                    "accelerator-agent",
                    "billing-service",
                    "twin-service");

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern COMMENT =
            Pattern.compile("(?s:(?m:^)\\s*/\\*.*?\\*/)|(?m:^\\s*//.*$)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)+)\"");

    private Sources() {}

    /** All files of a module, one behind the other. */
    static String text(String module) {
        return text(module, "");
    }

    /** The files of a module that are in a folder or below. */
    static String text(String module, String folder) {
        var sources = ROOT.resolve(module).resolve("src/main/java").resolve(folder);
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Sources::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(module, e);
        }
    }

    private static String read(Path file) {
        try {
            return COMMENT.matcher(Files.readString(file)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** What stands between quotes in a text, each once. */
    static List<String> literals(String text) {
        return LITERAL.matcher(text).results().map(found -> found.group(1)).distinct().toList();
    }

    /** What the first group of a pattern finds. */
    static List<String> found(String text, String pattern) {
        return matches(text, pattern).stream().map(found -> found.group(1)).toList();
    }

    static List<MatchResult> matches(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    /** Whether literals, one behind the other, make up the text: a prefix and what it is given. */
    static boolean spells(List<String> literals, String text, int most) {
        if (text.isEmpty() || most == 0) {
            return text.isEmpty();
        }
        return literals.stream()
                .filter(text::startsWith)
                .anyMatch(part -> spells(literals, text.substring(part.length()), most - 1));
    }
}
