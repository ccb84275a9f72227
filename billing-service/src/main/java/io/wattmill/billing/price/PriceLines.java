// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lines of one book. For each meter the most special line that holds wins, as {@link
 * Conditions} orders them; a book in which two lines could tie is refused. Immutable; equal when
 * the lines are.
 */
public final class PriceLines {

    private static final int NAMED_TIES = 5;
    private static final Comparator<PriceLine> ORDER =
            Comparator.comparing(PriceLine::model)
                    .thenComparing(PriceLine::meter)
                    .thenComparing(PriceLine::conditions, Conditions.SPECIAL_FIRST)
                    .thenComparing(line -> line.conditions().toString());

    private final List<PriceLine> lines;
    private final Map<String, List<PriceLine>> byModel;

    /**
     * A book of these lines.
     *
     * @throws IllegalArgumentException when lines tie; both of each pair are named
     */
    public PriceLines(Collection<PriceLine> lines) {
        this.lines = lines.stream().sorted(ORDER).toList();
        this.byModel = this.lines.stream().collect(Collectors.groupingBy(PriceLine::model));
        List<String> ties = new ArrayList<>();
        this.byModel.values().forEach(ofModel -> addTies(ofModel, ties));
        if (!ties.isEmpty()) {
            throw new IllegalArgumentException(
                    ties.stream().limit(NAMED_TIES).collect(Collectors.joining("; ")));
        }
    }

    /** The book of the simple form. */
    public static PriceLines of(Map<PriceKey, ModelPrice> prices) {
        return new PriceLines(
                prices.entrySet().stream().flatMap(p -> p.getValue().lines(p.getKey())).toList());
    }

    /** Lines that tie are neighbours of the same meter and rank, so only those are compared. */
    private static void addTies(List<PriceLine> ofModel, List<String> ties) {
        for (int i = 0; i < ofModel.size(); i++) {
            for (int j = i + 1;
                    j < ofModel.size() && sameRank(ofModel.get(i), ofModel.get(j));
                    j++) {
                if (ofModel.get(i).ties(ofModel.get(j))) {
                    ties.add(ofModel.get(i) + " and " + ofModel.get(j) + " tie");
                }
            }
        }
    }

    private static boolean sameRank(PriceLine a, PriceLine b) {
        return a.meter() == b.meter()
                && Conditions.SPECIAL_FIRST.compare(a.conditions(), b.conditions()) == 0;
    }

    /** Every line, in a fixed order. */
    public List<PriceLine> all() {
        return lines;
    }

    /** The lines that price a request of a model. */
    public Selection select(String model, Situation situation, long inputTokens) {
        Map<Meter, PriceLine> own = new EnumMap<>(Meter.class);
        for (PriceLine line : byModel.getOrDefault(model, List.of())) {
            if (!own.containsKey(line.meter()) && line.conditions().hold(situation, inputTokens)) {
                own.put(line.meter(), line);
            }
        }
        return new Selection(own);
    }

    /** Lines that another book does not have. */
    public List<PriceLine> without(PriceLines other) {
        Set<PriceLine> theirs = new HashSet<>(other.lines);
        return lines.stream().filter(line -> !theirs.contains(line)).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PriceLines book && lines.equals(book.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    @Override
    public String toString() {
        return lines.size() + " price lines";
    }
}
