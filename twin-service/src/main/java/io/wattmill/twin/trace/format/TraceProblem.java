// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

/**
 * Something wrong in a trace.
 *
 * @param line where, from 1
 * @param field what, or empty when it is the line as a whole
 * @param message why, with the value found
 */
public record TraceProblem(int line, String field, String message) {

    @Override
    public String toString() {
        return "line " + line + ": " + (field.isEmpty() ? "" : field + " ") + message;
    }
}
