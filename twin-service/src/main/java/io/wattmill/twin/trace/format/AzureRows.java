// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Azure's rows. Times count from the first row; every block is new. */
final class AzureRows implements RowParser {

    static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(Locale.ROOT);

    private OptionalLong firstUs = OptionalLong.empty();
    private long nextBlock;
    private boolean headerSeen;

    @Override
    public Optional<TraceRequest> parse(Line line, int index, Problems problems) {
        if (!headerSeen) {
            headerSeen = true;
            if (!line.text().equalsIgnoreCase(HEADER)) {
                problems.add(line.number(), "", "is not the header " + HEADER);
            }
            return Optional.empty();
        }
        String[] columns = line.text().split(",", -1);
        if (columns.length != 3) {
            problems.add(line.number(), "", "has " + columns.length + " columns, not 3");
            return Optional.empty();
        }
        return request(columns, line, index, problems);
    }

    private Optional<TraceRequest> request(
            String[] columns, Line line, int index, Problems problems) {
        OptionalLong timeUs = timeUs(columns[0], line, problems);
        OptionalInt input = tokens(columns[1], "ContextTokens", line, problems);
        OptionalInt output = tokens(columns[2], "GeneratedTokens", line, problems);
        if (timeUs.isEmpty() || input.isEmpty() || output.isEmpty()) {
            return Optional.empty();
        }
        long startUs = firstUs.orElse(timeUs.getAsLong());
        if (timeUs.getAsLong() < startUs) {
            problems.add(line.number(), "TIMESTAMP", "is before the first row's");
            return Optional.empty();
        }
        firstUs = OptionalLong.of(startUs);
        long arrivalUs = timeUs.getAsLong() - startUs;
        BlockIds blocks = newBlocks(input.getAsInt());
        return Optional.of(
                new TraceRequest(index, arrivalUs, input.getAsInt(), output.getAsInt(), blocks));
    }

    private BlockIds newBlocks(int tokens) {
        BlockIds blocks = BlockIds.consecutive(nextBlock, BlockIds.blocksOf(tokens));
        nextBlock += blocks.size();
        return blocks;
    }

    private static OptionalLong timeUs(String text, Line line, Problems problems) {
        try {
            LocalDateTime time = LocalDateTime.parse(text.strip(), TIME);
            return OptionalLong.of(
                    ChronoUnit.MICROS.between(
                            LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time));
        } catch (DateTimeParseException _) {
            problems.add(
                    line.number(), "TIMESTAMP", "is no time such as 2023-11-16 18:15:46.6805900");
            return OptionalLong.empty();
        }
    }

    private static OptionalInt tokens(String text, String field, Line line, Problems problems) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,8}")) {
            int tokens = Integer.parseInt(digits);
            if (tokens >= 1 && tokens <= MAX_TOKENS) {
                return OptionalInt.of(tokens);
            }
        }
        problems.add(line.number(), field, "is not a whole number from 1 to " + MAX_TOKENS);
        return OptionalInt.empty();
    }
}
