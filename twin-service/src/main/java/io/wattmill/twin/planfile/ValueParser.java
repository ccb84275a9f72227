// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Single values of a file: numbers with a unit and bounds, names, texts, words of a list. What is
 * none of what was asked for is reported with its path, and is not there.
 *
 * @param problems takes what is wrong
 */
record ValueParser(Problems problems) {
    static final int MAX_TEXT_CHARS = 512;
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** The number in the range's smallest step. */
    OptionalLong number(String at, JsonNode value, Range range) {
        if (!value.isNumber()) {
            var fix =
                    Units.fix(value.asText(), range.unit())
                            .orElse("give " + range.text() + " without the unit");
            problems.add(at, value, range.unit(), "is not a number", fix);
            return OptionalLong.empty();
        }
        var written = value.decimalValue();
        if (!range.holds(written)) {
            var fix = "give " + range.text();
            problems.add(at, value, range.unit(), "is out of bounds", fix);
            return OptionalLong.empty();
        }
        var counted = written.multiply(BigDecimal.valueOf(range.scale())).stripTrailingZeros();
        if (counted.scale() > 0) {
            problems.add(at, value, range.unit(), "is finer than counted", range.step());
            return OptionalLong.empty();
        }
        return OptionalLong.of(counted.longValueExact());
    }

    Optional<String> name(String at, JsonNode value) {
        if (value.isTextual() && NAME.matcher(value.asText()).matches()) {
            return Optional.of(value.asText());
        }
        var fix = "write 1 to 63 letters, digits, '.', '-' or '_'; in quotes if it is a number";
        problems.add(at, value, "", "is not a name", fix);
        return Optional.empty();
    }

    Optional<String> text(String at, JsonNode value) {
        boolean fits =
                value.isTextual()
                        && !value.asText().isBlank()
                        && value.asText().length() <= MAX_TEXT_CHARS
                        && value.asText().chars().noneMatch(Character::isISOControl);
        if (!fits) {
            var fix = "write one line of up to " + MAX_TEXT_CHARS + " characters";
            problems.add(at, value, "", "is not such a text", fix);
        }
        return fits ? Optional.of(value.asText()) : Optional.empty();
    }

    Optional<String> word(String at, JsonNode value, List<String> words) {
        if (words.contains(value.asText())) {
            return Optional.of(value.asText());
        }
        var fix = "write one of " + words + Nearest.hint(value.asText(), words);
        problems.add(at, value, "", "is not known here", fix);
        return Optional.empty();
    }
}
