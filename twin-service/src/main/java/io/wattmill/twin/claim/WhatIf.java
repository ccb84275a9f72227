// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;


/** One assumption of a claim, made otherwise. */
public sealed interface WhatIf {

    /** What is assumed: "precision". */
    String assumption();

    /** How it is otherwise: "FP8 on both sides". */
    String name();

    /** Where that comes from. */
    String source();

    /**
     * It can be rebuilt.
     *
     * @param pair the claim's, changed
     * @param says ratios that the source itself gives for this case; empty where it gives none
     */
    record Varied(String assumption, String name, String source, Pair pair, Ratios says)
            implements WhatIf {}

    /** Nobody has put a figure on it. */
    record Unquantified(String assumption, String name, String source) implements WhatIf {}
}
