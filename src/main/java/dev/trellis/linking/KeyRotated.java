package dev.trellis.linking;

/**
 * Rows that older keys had sealed were sealed with the active key.
 *
 * @param keyId the active key
 * @param sealed how many rows were sealed anew
 * @param left how many rows are still sealed with older keys
 */
public record KeyRotated(int keyId, long sealed, long left) {
}
