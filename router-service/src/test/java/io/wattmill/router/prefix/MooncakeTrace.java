// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prompts of Mooncake's conversation trace, in blocks of 512 tokens; its folder is WATTMILL_DATA.
 */
final class MooncakeTrace {
    static final int BLOCK_TOKENS = 512;

    private static final Pattern HASHES = Pattern.compile("\"hash_ids\": ?\\[([0-9, ]*)]");

    private MooncakeTrace() {}

    /** The trace, or empty, saying so, when there is no data. */
    static Optional<List<PrefixBlocks>> prompts() {
        Optional<Path> file =
                Optional.ofNullable(System.getenv("WATTMILL_DATA"))
                        .map(data -> Path.of(data, "traces/mooncake/conversation_trace.jsonl"))
                        .filter(Files::isReadable);
        if (file.isEmpty()) {
            System.out.println("no data at WATTMILL_DATA, so without Mooncake's trace");
        }
        return file.map(MooncakeTrace::read);
    }

    private static List<PrefixBlocks> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(MooncakeTrace::prompt).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trace's ids name blocks with all that is before them; 0 is one of them. */
    private static PrefixBlocks prompt(String line) {
        Matcher ids = HASHES.matcher(line);
        if (!ids.find()) {
            throw new IllegalArgumentException("no hash_ids in " + line);
        }
        return PrefixBlocks.of(
                Arrays.stream(ids.group(1).split(", ?"))
                        .mapToLong(id -> Long.parseLong(id) + 1)
                        .toArray());
    }
}
