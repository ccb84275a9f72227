// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import java.util.Locale;

/** Why a prompt was not named by its tokens. */
public enum Unnamed {
    /** Images or sounds are in it: engines hash them in. */
    MEDIA,
    /** The caller has a cache salt of its own. */
    SALT,
    /** A member of the request may change what the template makes of it. */
    MEMBERS,
    /** It is of an API whose prompts nobody names. */
    API,
    /** There are several prompts. */
    SEVERAL,
    /** No engine of the model, where the prompt may go, tells tokens. */
    NO_ENGINE,
    /** The router listens to no engine of the model there: names would be of no use. */
    UNHEARD,
    /** Those that do have failed to, and are left alone for a time. */
    LEFT_ALONE,
    /** Enough prompts wait for their tokens. */
    FULL,
    /** The tokens did not come in time. */
    LATE,
    /** An engine could not be asked, or broke off. */
    FAILED,
    /** An engine has no tokens for this prompt. */
    REFUSED,
    /** What came are no tokens. */
    MALFORMED,
    /** It is shorter than a block. */
    SHORT;

    /** As metrics say it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
