// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A cursor over one line: name, labels, value, what may follow. */
final class SampleLine {

    /** Names a wanted metric, or says the empty string. */
    interface Wanted {
        String name(byte[] body, int from, int to);
    }

    private static final Line IGNORED = new Line.Ignored();

    private final byte[] body;
    private final int to;
    private final ExpositionLimits limits;
    private int at;

    SampleLine(byte[] body, int from, int to, ExpositionLimits limits) {
        this.body = body;
        this.at = from;
        this.to = to > from && body[to - 1] == '\r' ? to - 1 : to;
        this.limits = limits;
    }

    Line read(Wanted wanted) {
        skipBlanks();
        if (at == to || body[at] == '#') {
            return IGNORED;
        }
        int start = at;
        at = NameBytes.metricEnd(body, at, to);
        if (at == start) {
            return skipped(SkipReason.BAD_NAME);
        }
        String name = wanted.name(body, start, at);
        return name.isEmpty() ? IGNORED : labelled(name);
    }

    private Line labelled(String name) {
        skipBlanks();
        if (at == to || body[at] != '{') {
            return valued(name, Map.of());
        }
        return switch (new LabelScan(body, at + 1, to, limits).read()) {
            case LabelScan.Labels(Map<String, String> labels, int end) -> {
                at = end;
                yield valued(name, labels);
            }
            case LabelScan.Refused(SkipReason reason) -> skipped(reason);
        };
    }

    private Line valued(String name, Map<String, String> labels) {
        skipBlanks();
        int start = at;
        int end = wordEnd();
        Optional<Decimal> value = Decimal.parse(body, start, end);
        if (value.isEmpty()) {
            return skipped(notFinite(start, end) ? SkipReason.NOT_FINITE : SkipReason.BAD_VALUE);
        }
        at = end;
        return timestampOrNothing()
                ? new Line.Read(new Sample(name, labels, value.get()))
                : skipped(SkipReason.BAD_VALUE);
    }

    private boolean timestampOrNothing() {
        skipBlanks();
        if (at < to && body[at] != '#') {
            int end = wordEnd();
            boolean number = Decimal.parse(body, at, end).isPresent();
            at = end;
            skipBlanks();
            return number && (at == to || body[at] == '#');
        }
        return true;
    }

    private boolean notFinite(int from, int end) {
        if (end - from > 9) {
            return false;
        }
        String word = new String(body, from, end - from, StandardCharsets.UTF_8);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" -> true;
            default -> false;
        };
    }

    private int wordEnd() {
        int end = at;
        while (end < to && body[end] != ' ' && body[end] != '\t') {
            end++;
        }
        return end;
    }

    private void skipBlanks() {
        while (at < to && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
    }

    private static Line skipped(SkipReason reason) {
        return new Line.Skipped(reason);
    }
}
