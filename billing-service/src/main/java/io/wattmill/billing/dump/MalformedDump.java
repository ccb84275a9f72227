// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

/** Something that is not a dump, or one that was damaged beyond reading. */
public final class MalformedDump extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedDump(String message) {
        super(message);
    }
}
