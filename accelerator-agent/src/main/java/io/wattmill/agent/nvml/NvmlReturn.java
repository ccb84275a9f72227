// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.util.Locale;

/** What the library answers a call with, in the order of its numbers (nvml.h 13.3, 0 to 30). */
enum NvmlReturn {
    SUCCESS(FailureReason.OTHER),
    UNINITIALIZED(FailureReason.LOST),
    INVALID_ARGUMENT(FailureReason.UNSUPPORTED),
    NOT_SUPPORTED(FailureReason.UNSUPPORTED),
    NO_PERMISSION(FailureReason.FORBIDDEN, " (this process needs /dev/nvidia*)"),
    ALREADY_INITIALIZED(FailureReason.OTHER),
    NOT_FOUND(FailureReason.UNSUPPORTED),
    INSUFFICIENT_SIZE(FailureReason.OTHER),
    INSUFFICIENT_POWER(FailureReason.OTHER),
    DRIVER_NOT_LOADED(FailureReason.ABSENT, " (modprobe nvidia loads it)"),
    TIMEOUT(FailureReason.TIMEOUT),
    IRQ_ISSUE(FailureReason.OTHER),
    LIBRARY_NOT_FOUND(FailureReason.ABSENT),
    FUNCTION_NOT_FOUND(FailureReason.UNSUPPORTED),
    CORRUPTED_INFOROM(FailureReason.OTHER),
    GPU_IS_LOST(FailureReason.LOST),
    RESET_REQUIRED(FailureReason.LOST, " (an operator must do it; the agent never resets)"),
    OPERATING_SYSTEM(FailureReason.OTHER),
    LIB_RM_VERSION_MISMATCH(FailureReason.ABSENT, " (library and loaded driver differ)"),
    IN_USE(FailureReason.OTHER),
    MEMORY(FailureReason.OTHER),
    NO_DATA(FailureReason.OTHER),
    VGPU_ECC_NOT_SUPPORTED(FailureReason.UNSUPPORTED),
    INSUFFICIENT_RESOURCES(FailureReason.OTHER),
    FREQ_NOT_SUPPORTED(FailureReason.UNSUPPORTED),
    ARGUMENT_VERSION_MISMATCH(FailureReason.UNSUPPORTED),
    DEPRECATED(FailureReason.UNSUPPORTED),
    NOT_READY(FailureReason.OTHER),
    GPU_NOT_FOUND(FailureReason.LOST),
    INVALID_STATE(FailureReason.OTHER),
    RESET_TYPE_NOT_SUPPORTED(FailureReason.UNSUPPORTED),
    UNKNOWN(FailureReason.OTHER);

    private static final NvmlReturn[] BY_NUMBER = values();

    private final FailureReason reason;
    private final String hint;

    NvmlReturn(FailureReason reason) {
        this(reason, "");
    }

    NvmlReturn(FailureReason reason, String hint) {
        this.reason = reason;
        this.hint = hint;
    }

    /** The answer with this number; one that we do not know is {@link #UNKNOWN}. */
    static NvmlReturn of(int number) {
        return number >= 0 && number < UNKNOWN.ordinal() ? BY_NUMBER[number] : UNKNOWN;
    }

    FailureReason reason() {
        return reason;
    }

    /** Whether out values of the call may be looked at: only then do they mean anything. */
    boolean ok() {
        return this == SUCCESS;
    }

    /** Whether the call will be answered so for as long as this driver runs. */
    boolean isForGood() {
        return reason == FailureReason.UNSUPPORTED;
    }

    /** Whether it is the function that cannot be had, and the device may be well. */
    boolean isOfTheFunction() {
        return this == FUNCTION_NOT_FOUND || this == NOT_SUPPORTED || this == NO_PERMISSION;
    }

    /** Whether no call about the device can succeed before the library was opened again. */
    boolean endsDevice() {
        return reason == FailureReason.LOST || reason == FailureReason.ABSENT;
    }

    /**
     * The answer as a failure.
     *
     * @param asked what was called, for example {@code nvmlInit_v2}
     */
    SourceFailure failure(String asked) {
        String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new SourceFailure(reason, asked + ": " + words + hint);
    }
}
