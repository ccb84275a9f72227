// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Agent sessions with full text, as LMCache/lmcache-agent-trace publishes them: JSON lines of
 * {@code timestamp} (microseconds), {@code input}, {@code output} and {@code session_id}, in any
 * order. The turns of a session become a chain: {@link SessionTurns}.
 */
public final class AgentSessions {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final long MAX_TIMESTAMP_US = 1L << 53;

    private final ReadLimits limits;
    private final Problems problems;
    private final Map<String, List<SessionTurns.Row>> sessions = new LinkedHashMap<>();
    private int rows;

    private AgentSessions(ReadLimits limits) {
        this.limits = limits;
        this.problems = new Problems(limits.maxProblems());
    }

    /** A file to read; it stays open. */
    public record Source(String name, Reader text) {}

    /**
     * Reads sessions from one or more files.
     *
     * @param name what a report calls the trace
     * @param limit at most so many requests, the first by time
     * @throws IOException when a reader fails
     */
    public static TraceReading read(List<Source> files, String name, int limit, ReadLimits limits)
            throws IOException {
        AgentSessions reader = new AgentSessions(limits);
        for (Source file : files) {
            reader.problems.in(file.name());
            reader.readRows(new BoundedLines(file.text(), limits.maxLineChars()));
        }
        if (reader.rows == 0 && reader.problems.count() == 0) {
            reader.problems.add(0, "", "no request in any of " + files.size() + " files");
        }
        return reader.problems.count() > 0
                ? new TraceReading.Refused(reader.problems.found())
                : new TraceReading.Accepted(
                        SessionTurns.trace(name, reader.sessions.values()).limited(limit));
    }

    private void readRows(BoundedLines lines) throws IOException {
        Optional<Line> line = lines.next();
        while (line.isPresent() && !problems.isFull() && take(line.get())) {
            line = lines.next();
        }
    }

    /** False when nothing after this line can be read. */
    private boolean take(Line line) {
        if (line.text().length() > limits.maxLineChars()) {
            problems.add(
                    line.number(), "", "is longer than " + limits.maxLineChars() + " characters");
            return false;
        }
        if (rows >= limits.maxRequests()) {
            problems.add(line.number(), "", "is beyond " + limits.maxRequests() + " requests");
            return false;
        }
        if (!line.text().isBlank()) {
            object(line).ifPresent(row -> row(row, line));
        }
        return true;
    }

    private Optional<JsonNode> object(Line line) {
        try {
            JsonNode row = JSON.readTree(line.text());
            if (row.isObject()) {
                return Optional.of(row);
            }
            problems.add(line.number(), "", "is not a JSON object");
        } catch (JsonProcessingException e) {
            problems.add(line.number(), "", "is not JSON: " + e.getOriginalMessage());
        }
        return Optional.empty();
    }

    private void row(JsonNode row, Line line) {
        Fields fields = new Fields(row, line, problems);
        long atUs = fields.whole("timestamp", 0, MAX_TIMESTAMP_US);
        String input = fields.text("input");
        String output = fields.text("output");
        String session = fields.text("session_id");
        if (!fields.areBad()) {
            rows++;
            sessions.computeIfAbsent(session, _ -> new ArrayList<>())
                    .add(new SessionTurns.Row(atUs, input, output.length()));
        }
    }
}
