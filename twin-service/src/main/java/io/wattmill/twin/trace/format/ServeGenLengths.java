// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.servegen.ServeGenClient.Lengths;
import io.wattmill.twin.trace.servegen.TokenHistogram;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads histograms of lengths: JSON of text that looks like Python's dictionaries. */
final class ServeGenLengths {
    private static final int MAX_SHOWN = 40;

    /** A length and the sum of shares up to it. */
    private static final long PAIR_BYTES = Integer.BYTES + Double.BYTES;

    private final Problems problems;
    private final Numbers numbers;
    private final Kept kept;

    ServeGenLengths(ReadLimits limits, Problems problems) {
        this.problems = problems;
        this.numbers = new Numbers(problems, 1);
        this.kept = new Kept(limits);
    }

    TreeMap<Integer, Lengths> read(String dataset) {
        TreeMap<Integer, Lengths> lengths = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> part : JsonLines.JSON.readTree(dataset).properties()) {
                int from = (int) numbers.within("key", part.getKey(), 0, Numbers.DAY_SECONDS);
                Optional<TokenHistogram> input = histogram(part.getValue(), "input_tokens");
                Optional<TokenHistogram> output = histogram(part.getValue(), "output_tokens");
                if (input.isPresent() && output.isPresent()) {
                    lengths.put(from, new Lengths(input.get(), output.get()));
                }
            }
        } catch (JsonProcessingException e) {
            problems.add(1, "", "is not JSON: " + e.getOriginalMessage());
        }
        return lengths;
    }

    /** Empty, without a problem, for a part of the day in which the client asked nothing. */
    private Optional<TokenHistogram> histogram(JsonNode part, String field) {
        String text = part.path(field).asText("").strip();
        boolean braced = text.startsWith("{") && text.endsWith("}");
        if (!braced) {
            problems.add(1, field, "is not a dictionary of lengths in braces");
            return Optional.empty();
        }
        SortedMap<Integer, Double> shares = shares(field, text.substring(1, text.length() - 1));
        kept.add(PAIR_BYTES * shares.size());
        if (kept.isTooMuch()) {
            problems.add(1, field, kept.problem());
            return Optional.empty();
        }
        boolean any = shares.values().stream().anyMatch(share -> share > 0);
        return any ? Optional.of(new TokenHistogram(shares)) : Optional.empty();
    }

    private SortedMap<Integer, Double> shares(String field, String pairs) {
        SortedMap<Integer, Double> shares = new TreeMap<>();
        for (String pair : pairs.split(",")) {
            String[] sides = pair.split(":");
            if (sides.length == 2) {
                share(field, sides[0].strip(), sides[1].strip(), shares);
            } else if (!pair.isBlank()) {
                problems.add(1, field, "has a pair without a colon: " + brief(pair));
            }
        }
        return shares;
    }

    private void share(String field, String length, String share, Map<Integer, Double> to) {
        int tokens = (int) numbers.within(field, length, 0, RowParser.MAX_TOKENS);
        to.merge(tokens, numbers.within(field, share, 0, 1), Double::sum);
    }

    private static String brief(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
