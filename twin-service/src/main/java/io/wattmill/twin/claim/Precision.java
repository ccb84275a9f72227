// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** Of weights or of the KV cache. */
public enum Precision {
    BF16,
    FP16,
    FP8,
    INT8,
    FP6,
    FP4,
    INT4
}
