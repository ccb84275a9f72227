// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One pass over the braces of a line, from behind the opening one. */
final class LabelScan {

    /** What the braces held. */
    sealed interface Result {}

    /** The labels, and where the line goes on. */
    record Labels(Map<String, String> labels, int end) implements Result {}

    record Refused(SkipReason reason) implements Result {}

    private final byte[] text;
    private final int to;
    private final ExpositionLimits limits;
    private final Map<String, String> labels = new HashMap<>();
    private int at;

    LabelScan(byte[] text, int from, int to, ExpositionLimits limits) {
        this.text = text;
        this.at = from;
        this.to = to;
        this.limits = limits;
    }

    Result read() {
        for (skipBlanks(); !here('}'); skipBlanks()) {
            Optional<SkipReason> refusal = pair();
            if (refusal.isPresent()) {
                return new Refused(refusal.get());
            }
            skipBlanks();
            if (here(',')) {
                at++;
            } else if (!here('}')) {
                return new Refused(SkipReason.BAD_LABELS);
            }
        }
        return new Labels(labels, at + 1);
    }

    private Optional<SkipReason> pair() {
        int start = at;
        at = NameBytes.labelEnd(text, at, to);
        int end = at;
        skipBlanks();
        if (end == start || !here('=')) {
            return Optional.of(SkipReason.BAD_LABELS);
        }
        at++;
        skipBlanks();
        if (labels.size() == limits.maxLabels()) {
            return Optional.of(SkipReason.TOO_MANY_LABELS);
        }
        return value(new String(text, start, end - start, StandardCharsets.US_ASCII));
    }

    private Optional<SkipReason> value(String name) {
        int start = at + 1;
        int end = here('"') ? closingQuote(start) : to;
        if (end == to) {
            return Optional.of(SkipReason.BAD_LABELS);
        }
        if (end - start > limits.maxTextBytes() || name.length() > limits.maxTextBytes()) {
            return Optional.of(SkipReason.TOO_LONG);
        }
        at = end + 1;
        Optional<String> value = hasEscape(start, end) ? unescaped(start, end) : plain(start, end);
        boolean fresh = value.isPresent() && labels.put(name, value.get()) == null;
        return fresh ? Optional.empty() : Optional.of(SkipReason.BAD_LABELS);
    }

    private int closingQuote(int from) {
        int end = from;
        while (end < to && text[end] != '"') {
            end += text[end] == '\\' ? 2 : 1;
        }
        return Math.min(end, to);
    }

    private boolean hasEscape(int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Nearly all values: a histogram's page has hundreds of them. */
    private Optional<String> plain(int from, int end) {
        return Optional.of(new String(text, from, end - from, StandardCharsets.UTF_8));
    }

    private Optional<String> unescaped(int from, int end) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            if (text[i] != '\\') {
                plain.write(text[i]);
                continue;
            }
            i++;
            switch (text[i]) {
                case 'n' -> plain.write('\n');
                case '\\', '"' -> plain.write(text[i]);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(plain.toString(StandardCharsets.UTF_8));
    }

    private boolean here(char wanted) {
        return at < to && text[at] == wanted;
    }

    private void skipBlanks() {
        while (at < to && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
    }
}
