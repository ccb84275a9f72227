// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

/** When room left is too little to be at ease. */
public final class Margins {
    /** Plans change by a few percent before they are built; less room than this is worth a look. */
    private static final long TIGHT_PERMILLE = 30;

    private Margins() {}

    /** Fails where the limit is broken, warns where less than 3 % of it is left, else passes. */
    public static Verdict verdict(Measure measure, String statement, String fix) {
        if (!measure.holds()) {
            return new Verdict.Fail(statement, measure, fix);
        }
        return measure.marginPermille().orElse(0) < TIGHT_PERMILLE
                ? new Verdict.Warn(statement + ", with little room", measure, fix)
                : new Verdict.Pass(statement, measure);
    }
}
