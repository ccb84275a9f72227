// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import java.util.OptionalDouble;

/**
 * A row and what is told of it.
 *
 * @param row as it was read
 * @param outcome what is told
 */
public record PredictedRow(PointRow row, Outcome outcome) {

    /** What is told of a row. */
    public sealed interface Outcome {

        /** Times. */
        record Told(Prediction prediction) implements Outcome {}

        /** Why there are none. */
        record NotTold(String reason) implements Outcome {}
    }

    /** Backend that the row names. */
    public String backend() {
        return row.text("backend");
    }

    /** Relative error of the time to the first token; empty where none was measured or told. */
    public OptionalDouble ttftError() {
        return switch (outcome) {
            case Outcome.Told(var told) -> error("silicon_ttft_ms", told.ttftSeconds());
            case Outcome.NotTold(String _) -> OptionalDouble.empty();
        };
    }

    /** Relative error of the time per token; empty where none was measured or told. */
    public OptionalDouble tpotError() {
        return switch (outcome) {
            case Outcome.Told(var told) -> error("silicon_tpot_ms", told.tpotSeconds());
            case Outcome.NotTold(String _) -> OptionalDouble.empty();
        };
    }

    private OptionalDouble error(String column, double seconds) {
        OptionalDouble measured = row.measured(column);
        return measured.isPresent()
                ? OptionalDouble.of(Math.abs(seconds * 1e3 / measured.getAsDouble() - 1))
                : OptionalDouble.empty();
    }
}
