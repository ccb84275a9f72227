// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import io.wattmill.kit.config.SettingLine;
import io.wattmill.kit.config.SettingLines;
import io.wattmill.standalone.process.Sections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting of the configuration as a page of Markdown, made from the records that bind it. */
public final class SettingsPage {
    private static final String INTRODUCTION =
            """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            # Settings

            Every setting that a configuration file may have, with its default. The file is YAML, one
            section per service: `gateway.http.port` is `port` below `http` below `gateway`. A
            variable of the environment overrides the file, and a file of the variable's name in the
            folder `WATTMILL_SECRETS_DIR` (or systemd's `CREDENTIALS_DIRECTORY`) stands for the
            variable. An unknown key or variable, a value of another type and one out of range are
            refused at the start, all at once; `./wattmill config check FILE` says the same without
            starting anything.

            A duration is a whole number and one of `us`, `ms`, `s`, `m`, `h`, `d`: `250ms`. In a
            path, `NAME` stands for a name of your choice and `[]` for each element of a list. What
            is below such a place has no variable; a list in a variable is separated by commas. "–"
            is none. `./wattmill up` chooses ports, folders and passwords of what it starts itself,
            and sets `agent.discovery.any-user` to true where nothing else is said.

            `./wattmill reference settings` prints this page, and `./wattmill reference settings
            gateway.relay` a part of it; a test keeps it current.

            %d settings in %d sections.
            """;

    /** The sections in the order of the page, and who reads them. */
    private static final Map<String, String> READERS = readers();

    private SettingsPage() {}

    private static Map<String, String> readers() {
        var readers = new LinkedHashMap<String, String>();
        readers.put("suite", "`wattmill up` alone.");
        readers.put("gateway", "`wattmill up` and `wattmill gateway`.");
        readers.put("router", "`wattmill up`, `wattmill router`, and a gateway that embeds one.");
        readers.put("billing", "`wattmill up` and `wattmill billing`.");
        readers.put("twin", "`wattmill up` and `wattmill twin`.");
        readers.put("agent", "`wattmill up` and `wattmill agent run`.");
        readers.put("process", "every process that runs one service.");
        readers.put("peers", "every process that runs one service: where the others are.");
        readers.put("cluster", "every process that runs one service, but for the agent.");
        readers.put("tls", "every process that runs one service.");
        readers.put("seal", "gateway, billing and twin as processes of their own.");
        return readers;
    }

    /** The page. */
    public static String text() {
        var settings = lines().size();
        var page = new StringBuilder(INTRODUCTION.formatted(settings, READERS.size()));
        READERS.forEach((section, reader) -> section(page, section, reader));
        return page.toString();
    }

    /** One table of the settings at or below a path; empty when there are none. */
    public static Optional<String> below(String path) {
        var table = table();
        var found =
                lines().stream()
                        .filter(
                                line ->
                                        (line.path() + ".")
                                                .replace('[', '.')
                                                .startsWith(path + "."))
                        .toList();
        found.forEach(line -> row(table, line));
        return found.isEmpty() ? Optional.empty() : Optional.of(table.toString());
    }

    /** Every setting of every section, in the order of the page. */
    public static List<SettingLine> lines() {
        return READERS.keySet().stream().flatMap(SettingsPage::lines).toList();
    }

    private static Stream<SettingLine> lines(String section) {
        return SettingLines.of(section, Sections.type(section)).stream();
    }

    private static void section(StringBuilder page, String section, String reader) {
        page.append("\n## ").append(section).append("\n\nRead by ").append(reader).append('\n');
        var groups = new LinkedHashMap<String, StringBuilder>();
        lines(section)
                .forEach(
                        line -> row(groups.computeIfAbsent(group(line), SettingsPage::head), line));
        groups.values().forEach(page::append);
    }

    /** The settings of a section itself are one table, and those of each part of it are one. */
    private static String group(SettingLine line) {
        var parts = line.path().split("[.\\[]", -1);
        return parts.length > 2 ? parts[0] + "." + parts[1] : parts[0];
    }

    private static StringBuilder head(String group) {
        var head = new StringBuilder("\n");
        if (group.contains(".")) {
            head.append("### ").append(group).append("\n\n");
        }
        return head.append(table());
    }

    private static StringBuilder table() {
        return new StringBuilder("| setting | type | default | range | what it does | variable |\n")
                .append("|---|---|---|---|---|---|\n");
    }

    private static void row(StringBuilder table, SettingLine line) {
        var text = line.defaultText().map(Prose::code).orElse("–");
        table.append(
                "| %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                Prose.code(line.path()),
                                line.type(),
                                line.required() ? "**required**" : text,
                                line.range().isEmpty() ? "–" : line.range(),
                                Prose.sentence(line.doc().replace("|", "\\|")),
                                line.environment().map(Prose::code).orElse("–")));
    }
}
