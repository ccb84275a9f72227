// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.util.Optional;

/**
 * A key of a plan file.
 *
 * @param name as it is written
 * @param required whether a plan must have it
 * @param doc what it says, one sentence without its unit
 * @param otherwise what is taken when it is not there, as text
 */
record Key(String name, boolean required, String doc, Optional<String> otherwise) {

    /** A key that a plan must have. */
    static Key must(String name, String doc) {
        return new Key(name, true, doc, Optional.empty());
    }

    /** A key that a plan may leave out. */
    static Key may(String name, String doc) {
        return new Key(name, false, doc, Optional.empty());
    }

    /** The same with what is taken when it is not there. */
    Key otherwise(Object value) {
        return new Key(name, required, doc, Optional.of(String.valueOf(value)));
    }
}
