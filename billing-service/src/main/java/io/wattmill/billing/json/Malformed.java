// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.json;

/** Leaves the reading at the first thing that is wrong. */
public final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String parameter;
    private final String explanation;

    /**
     * Something is wrong.
     *
     * @param parameter where; empty when it is the body as a whole
     * @param explanation what it must be
     */
    public Malformed(String parameter, String explanation) {
        super(explanation, null, false, false);
        this.parameter = parameter;
        this.explanation = explanation;
    }

    /** Fails unless something holds. */
    public static void unless(boolean holds, String parameter, String explanation) {
        if (!holds) {
            throw new Malformed(parameter, explanation);
        }
    }

    public String parameter() {
        return parameter;
    }

    public String explanation() {
        return explanation;
    }
}
