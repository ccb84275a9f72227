// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.wattmill.gateway.dialect.responses.PastTurn;

import java.util.List;

/** A kept response and those that it was built on, as far as they are kept. */
public sealed interface Chain {

    /** All of them, oldest first; the one that was asked for is the last. */
    record Whole(List<Link> links) implements Chain {}

    /** Some of them, oldest first: what the first one was built on is not kept any more. */
    record Broken(List<Link> links) implements Chain {}

    /** There is none under this id, or not for this project. */
    record Missing() implements Chain {}

    /** More, or longer, than may be read for one request; {@code limit} is the setting's name. */
    record TooLong(String limit) implements Chain {}

    /** There was no room for them, so they were not read. */
    record NoRoom() implements Chain {}

    /**
     * One of them.
     *
     * @param id its id
     * @param turn its documents
     */
    record Link(String id, PastTurn turn) {}
}
