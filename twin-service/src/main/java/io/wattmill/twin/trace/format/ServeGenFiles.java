// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.twin.trace.format.BoundedLines.Line;
import io.wattmill.twin.trace.servegen.RateWindow;
import io.wattmill.twin.trace.servegen.RateWindow.Gaps;
import io.wattmill.twin.trace.servegen.ServeGenClient;
import io.wattmill.twin.trace.servegen.ServeGenClient.Lengths;
import io.wattmill.twin.trace.servegen.ServeGenLoad;
import io.wattmill.twin.trace.servegen.TokenHistogram;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads ServeGen's data of clients: per client a {@code chunk-N-trace.csv} of windows ({@code
 * start, rate, cv, Gamma|Weibull, shape, scale}, without a header) and a {@code
 * chunk-N-dataset.json} of length histograms, which are JSON of text that looks like Python's
 * dictionaries.
 */
public final class ServeGenFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final int COLUMNS = 6;
    private static final int DAY_SECONDS = 86_400;
    private static final double MOST_PER_SECOND = 1e5;
    private static final double LEAST_SHAPE = 1e-3;
    private static final double MOST_SHAPE = 1e3;

    private final Problems problems;
    private final int maxLineChars;
    private final List<ServeGenClient> clients = new ArrayList<>();

    /** What came of it. */
    public sealed interface Outcome {
        /** Every file was understood. */
        record Load(ServeGenLoad load) implements Outcome {}

        /** The first problems. */
        record Refused(List<TraceProblem> problems) implements Outcome {}
    }

    /**
     * @param limits lines and problems are bounded by it
     */
    public ServeGenFiles(ReadLimits limits) {
        this.problems = new Problems(limits.maxProblems());
        this.maxLineChars = limits.maxLineChars();
    }

    /**
     * Takes the files of one client.
     *
     * @param dataset the whole JSON
     * @throws IOException when the reader fails
     */
    public void client(String name, Reader windows, String dataset) throws IOException {
        List<RateWindow> rates = rates(name, windows);
        TreeMap<Integer, Lengths> lengths = lengths(name, dataset);
        if (!lengths.isEmpty() && !rates.isEmpty()) {
            clients.add(new ServeGenClient(name, rates, lengths));
        }
    }

    /** Something is wrong with the folder as a whole. */
    public void missing(String name, String what) {
        problems.in(name);
        problems.add(0, "", what);
    }

    /** All clients, or what is wrong. */
    public Outcome outcome() {
        if (clients.isEmpty() && problems.count() == 0) {
            problems.add(0, "", "no client with windows and lengths");
        }
        return problems.count() > 0
                ? new Outcome.Refused(problems.found())
                : new Outcome.Load(new ServeGenLoad(clients));
    }

    private List<RateWindow> rates(String name, Reader text) throws IOException {
        problems.in(name + "-trace.csv");
        BoundedLines lines = new BoundedLines(text, maxLineChars);
        List<RateWindow> rates = new ArrayList<>();
        Optional<Line> line = lines.next();
        while (line.isPresent() && !problems.isFull()) {
            if (!line.get().text().isBlank()) {
                window(line.get()).ifPresent(rates::add);
            }
            line = lines.next();
        }
        return rates;
    }

    private Optional<RateWindow> window(Line line) {
        String[] columns = line.text().split(",", -1);
        if (columns.length != COLUMNS) {
            problems.add(line.number(), "", "has " + columns.length + " columns, not " + COLUMNS);
            return Optional.empty();
        }
        int before = problems.count();
        int start = (int) number(line, "start", columns[0], 0, DAY_SECONDS);
        double rate = number(line, "rate", columns[1], 0, MOST_PER_SECOND);
        Gaps gaps = columns[3].equals("Weibull") ? Gaps.WEIBULL : Gaps.GAMMA;
        if (rate > 0 && gaps == Gaps.GAMMA && !columns[3].equals("Gamma")) {
            problems.add(line.number(), "distribution", "is neither Gamma nor Weibull");
        }
        double shape = rate > 0 ? number(line, "shape", columns[4], LEAST_SHAPE, MOST_SHAPE) : 1;
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(new RateWindow(start, rate, gaps, shape));
    }

    private double number(Line line, String field, String text, double least, double most) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Told below, as a number out of its range is.
        }
        problems.add(line.number(), field, "is no number from " + least + " to " + most);
        return least;
    }

    private TreeMap<Integer, Lengths> lengths(String name, String dataset) {
        problems.in(name + "-dataset.json");
        TreeMap<Integer, Lengths> lengths = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> part : JSON.readTree(dataset).properties()) {
                int from = (int) number(new Line(1, ""), "key", part.getKey(), 0, DAY_SECONDS);
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
        SortedMap<Integer, Double> shares = new TreeMap<>();
        for (String pair : text.substring(1, text.length() - 1).split(",")) {
            String[] sides = pair.split(":");
            if (sides.length == 2) {
                share(field, sides[0].strip(), sides[1].strip(), shares);
            } else if (!pair.isBlank()) {
                problems.add(1, field, "has a pair without a colon: " + brief(pair));
            }
        }
        boolean any = shares.values().stream().anyMatch(share -> share > 0);
        return any ? Optional.of(new TokenHistogram(shares)) : Optional.empty();
    }

    private void share(String field, String length, String share, Map<Integer, Double> to) {
        Line line = new Line(1, "");
        int tokens = (int) number(line, field, length, 0, RowParser.MAX_TOKENS);
        to.merge(tokens, number(line, field, share, 0, 1), Double::sum);
    }

    private static String brief(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** The same from texts in memory. */
    public void client(String name, String windows, String dataset) {
        try {
            client(name, new StringReader(windows), dataset);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail", e);
        }
    }
}
