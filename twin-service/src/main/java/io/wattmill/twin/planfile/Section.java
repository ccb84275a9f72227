// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One mapping of a plan file, as the layouts ask for its keys. Read from a file it answers what
 * stands there ({@link ReadSection}); asked for the schema it notes what was asked ({@link
 * SchemaSection}). So layouts ask for every key always, whatever the answers are, and are the only
 * place that says which keys there are.
 */
sealed interface Section permits ReadSection, SchemaSection {
    /** Millionths in one. */
    double MILLION = 1e6;

    /** Where it stands, for example {@code racks[2]}. */
    String path();

    /** A number within bounds, as counted; empty when it is not there or wrong. */
    OptionalLong number(Key key, Range range);

    /** A name: letters, digits, dot, dash, underscore. */
    Optional<String> name(Key key);

    /** A short text without line breaks. */
    Optional<String> text(Key key);

    /** One of these words. */
    Optional<String> word(Key key, List<String> words);

    /** The names of a list. */
    List<String> names(Key key);

    /** One number, or a list of them, within bounds, as counted. */
    List<Long> series(Key key, Range range);

    /** The mappings of a list. */
    List<Section> sections(Key key);

    /** The mapping under a key; empty when it is not there. */
    Section section(Key key);

    /** The mapping under a key, if given. */
    Optional<Section> sectionIfGiven(Key key);

    /** The mappings under names that the author chose, by name. */
    Map<String, Section> named(Key key);

    /** Whether something stands under this key. */
    boolean has(Key key);

    /** Reports something that more than one key together make wrong. */
    void problem(String key, String value, String problem, String fix);

    /** Reports the keys that nobody asked for. */
    void close();

    /** A name that must be there; empty stands in for one that was reported. */
    default String id(Key key) {
        return name(key).orElse("");
    }

    /** A number that must be there; the least stands in for one that was reported. */
    default long required(Key key, Range range) {
        return number(key, range).orElse(range.min());
    }

    /** A whole number that must be there. */
    default int count(Key key, Range range) {
        return Math.toIntExact(required(key, range));
    }

    /** A whole number, if given. */
    default OptionalInt countIfGiven(Key key, Range range) {
        var counted = number(key, range);
        return counted.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(counted.getAsLong()));
    }

    /** A number, or the given count. */
    default long numberOr(Key key, Range range, long otherwise) {
        return number(key.otherwise(range.written(otherwise)), range).orElse(otherwise);
    }

    /** A decimal, if given; its range counts millionths. */
    default Optional<Double> realIfGiven(Key key, Range range) {
        var counted = number(key, range);
        return counted.isEmpty()
                ? Optional.empty()
                : Optional.of(counted.getAsLong() / (double) range.scale());
    }

    /** A decimal, or a default. */
    default Given<Double> real(Key key, Range range, Given<Double> otherwise) {
        return realOr(key.otherwise(otherwise.value()), range, otherwise);
    }

    /** A decimal, or what follows from other keys. */
    default Given<Double> realOr(Key key, Range range, Given<Double> computed) {
        return Given.of(realIfGiven(key, range), computed);
    }

    /** Watts from kilowatts, or what follows from other keys, in watts. */
    default Given<Double> wattsOr(Key key, Range range, Given<Double> computedWatts) {
        var written = number(key, range);
        return written.isEmpty() ? computedWatts : Given.stated((double) written.getAsLong());
    }

    /** Watts from kilowatts, or a default in watts. */
    default Given<Double> watts(Key key, Range range, Given<Double> otherwiseWatts) {
        return wattsOr(key.otherwise(otherwiseWatts.value() / 1e3), range, otherwiseWatts);
    }

    /** A whole number, or a default. */
    default Given<Long> whole(Key key, Range range, Given<Long> otherwise) {
        var counted = number(key.otherwise(otherwise.value()), range);
        return counted.isEmpty() ? otherwise : Given.stated(counted.getAsLong());
    }

    /** Money, if given. */
    default Optional<BigDecimal> moneyIfGiven(Key key, Range range) {
        var counted = number(key, range);
        return counted.isEmpty() ? Optional.empty() : Optional.of(range.exact(counted.getAsLong()));
    }

    /** Money, or a default. */
    default Given<BigDecimal> money(Key key, Range range, Given<BigDecimal> otherwise) {
        return Given.of(
                moneyIfGiven(key.otherwise(otherwise.value().toPlainString()), range), otherwise);
    }

    /** One of the words of an enumeration, or what follows from other keys. */
    default <E extends Enum<E>> Given<E> choiceOr(Key key, EnumWords<E> words, Given<E> computed) {
        return Given.of(word(key, words.all()).map(words::value), computed);
    }

    /** One of the words of an enumeration, or a default. */
    default <E extends Enum<E>> Given<E> choice(Key key, EnumWords<E> words, Given<E> otherwise) {
        return choiceOr(key.otherwise(words.of(otherwise.value())), words, otherwise);
    }

    /** One of the words of an enumeration, which must be there. */
    default <E extends Enum<E>> E choice(Key key, EnumWords<E> words) {
        return words.value(word(key, words.all()).orElse(words.all().getFirst()));
    }
}
