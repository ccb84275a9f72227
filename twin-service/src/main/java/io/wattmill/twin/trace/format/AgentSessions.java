// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.TraceRequest;
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
 * order, in any number of files. The turns of a session become a chain: {@link SessionTurns}. Of a
 * text nothing is kept but its length and its blocks' hashes.
 */
public final class AgentSessions {
    private static final long MAX_TIMESTAMP_US = 1L << 53;

    /** An entry of the map and a list, beside the name's characters. */
    private static final long SESSION_BYTES = 200;

    private final ReadLimits limits;
    private final Problems problems;
    private final Kept kept;
    private final Map<String, List<TraceRequest>> sessions = new LinkedHashMap<>();
    private int rows;
    private boolean open = true;

    /** No file yet. */
    public AgentSessions(ReadLimits limits) {
        this.limits = limits;
        this.problems = new Problems(limits.maxProblems());
        this.kept = new Kept(limits);
    }

    /**
     * Takes the turns of one file.
     *
     * @param text stays open
     * @throws IOException when the reader fails
     */
    public void file(String name, Reader text) throws IOException {
        problems.in(name);
        BoundedLines lines = new BoundedLines(text, limits.maxLineChars());
        Optional<Line> line = lines.next();
        while (line.isPresent() && isOpen()) {
            open = take(line.get());
            line = lines.next();
        }
    }

    /** False when whatever another file has would not count any more. */
    public boolean isOpen() {
        return open && !problems.isFull();
    }

    /**
     * What came of all files.
     *
     * @param name what a report calls the trace
     * @param limit at most so many requests, the first by time
     */
    public TraceReading reading(String name, int limit) {
        if (rows == 0 && problems.count() == 0) {
            problems.in(name);
            problems.add(0, "", "has no request");
        }
        return problems.count() > 0
                ? new TraceReading.Refused(problems.found())
                : new TraceReading.Accepted(
                        SessionTurns.trace(name, sessions.values()).limited(limit));
    }

    /** False when nothing after this line can be read. */
    private boolean take(Line line) {
        if (line.text().length() > limits.maxLineChars()) {
            return refused(
                    line, "is a turn longer than " + limits.maxLineChars() + " characters; cut it");
        }
        if (rows >= limits.maxRequests()) {
            return refused(
                    line, "is beyond " + limits.maxRequests() + " requests; leave files out");
        }
        if (!line.text().isBlank()) {
            int before = problems.count();
            JsonLines.object(line, problems).ifPresent(row -> row(row, line));
            problems.tellIfCut(line, before);
        }
        return !kept.isTooMuch() || refused(line, kept.problem());
    }

    private boolean refused(Line line, String problem) {
        problems.add(line.number(), "", problem);
        return false;
    }

    private void row(JsonNode row, Line line) {
        RowFields fields = new RowFields(row, line, problems);
        long atUs = fields.whole("timestamp", 0, MAX_TIMESTAMP_US);
        String input = fields.text("input");
        String output = fields.text("output");
        String session = fields.text("session_id");
        if (!fields.areBad()) {
            rows++;
            TraceRequest turn = SessionTurns.turn(atUs, input, output);
            kept.add(turn);
            sessions.computeIfAbsent(session, this::begun).add(turn);
        }
    }

    private List<TraceRequest> begun(String session) {
        kept.add(SESSION_BYTES + 2L * session.length());
        return new ArrayList<>();
    }
}
