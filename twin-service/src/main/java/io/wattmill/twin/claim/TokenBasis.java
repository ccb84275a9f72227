// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** Which tokens are counted. */
public enum TokenBasis {
    INPUT_AND_OUTPUT,
    OUTPUT
}
