// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.Bundles;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a trace from text. At most {@code limit} requests are returned; reading goes on to the
 * first one after the last bundle, so that a request's time does not depend on the limit. Where
 * rows are not in order of arrival, all are read.
 */
public final class TraceReader {

    private final RowParser parser;
    private final boolean inOrder;
    private final ReadLimits limits;
    private final int wanted;
    private final Problems problems;
    private final Kept kept;
    private final List<TraceRequest> requests = new ArrayList<>();

    private TraceReader(TraceFormat format, int limit, ReadLimits limits) {
        this.parser = format.parser();
        this.inOrder = format.isInOrder();
        this.limits = limits;
        this.wanted = limit;
        this.problems = new Problems(limits.maxProblems());
        this.kept = new Kept(limits);
    }

    /**
     * Reads text.
     *
     * @param in the text; stays open
     * @param name what a report calls the trace
     * @param format of the text
     * @param bundles what to do with equal timestamps
     * @param limit how many requests are wanted, at least 1
     * @param limits bounds on what is read
     * @throws IOException when {@code in} fails
     */
    public static TraceReading read(
            Reader in,
            String name,
            TraceFormat format,
            Bundles bundles,
            int limit,
            ReadLimits limits)
            throws IOException {
        TraceReader reader = new TraceReader(format, limit, limits);
        reader.problems.in(name);
        reader.readRows(new BoundedLines(in, limits.maxLineChars()));
        return reader.problems.count() > 0
                ? new TraceReading.Refused(reader.problems.found())
                : new TraceReading.Accepted(
                        new Trace(name, bundles.spread(reader.ordered())).limited(limit));
    }

    private void readRows(BoundedLines lines) throws IOException {
        int lastLine = 0;
        while (!problems.isFull() && !isEnough()) {
            Optional<Line> line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            lastLine = line.get().number();
            if (!take(line.get())) {
                return;
            }
        }
        if (requests.isEmpty() && problems.count() == 0) {
            problems.add(lastLine, "", "ends without a request");
        }
    }

    /** False when nothing after this line can be read. */
    private boolean take(Line line) {
        if (line.text().length() > limits.maxLineChars()) {
            problems.add(
                    line.number(), "", "is longer than " + limits.maxLineChars() + " characters");
            return false;
        }
        if (line.text().isBlank()) {
            return true;
        }
        int before = problems.count();
        long parserBefore = parser.keptBytes();
        parser.parse(line, requests.size(), problems).ifPresent(request -> append(request, line));
        kept.add(parser.keptBytes() - parserBefore);
        problems.tellIfCut(line, before);
        return mayGoOn(line);
    }

    private boolean mayGoOn(Line line) {
        if (kept.isTooMuch()) {
            problems.add(line.number(), "", kept.problem());
            return false;
        }
        return requests.size() <= limits.maxRequests() || refuseMore(line);
    }

    private void append(TraceRequest request, Line line) {
        if (inOrder
                && !requests.isEmpty()
                && request.arrivalUs() < requests.getLast().arrivalUs()) {
            problems.add(line.number(), "", "goes back in time; sort the trace");
        } else {
            requests.add(request);
            kept.add(request);
        }
    }

    private boolean refuseMore(Line line) {
        problems.add(
                line.number(),
                "",
                "is beyond " + limits.maxRequests() + " requests; ask for fewer");
        return false;
    }

    private boolean isEnough() {
        return inOrder
                && requests.size() > wanted
                && requests.getLast().arrivalUs() > requests.get(wanted - 1).arrivalUs();
    }

    /** From the first arrival on. */
    private List<TraceRequest> ordered() {
        if (inOrder) {
            return requests;
        }
        List<TraceRequest> sorted = new ArrayList<>(requests);
        sorted.sort(Comparator.comparingLong(TraceRequest::arrivalUs));
        long firstUs = sorted.getFirst().arrivalUs();
        for (int i = 0; i < sorted.size(); i++) {
            TraceRequest row = sorted.get(i);
            sorted.set(
                    i,
                    new TraceRequest(
                            i,
                            row.arrivalUs() - firstUs,
                            row.inputTokens(),
                            row.outputTokens(),
                            row.blocks()));
        }
        return sorted;
    }
}
