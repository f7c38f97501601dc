package io.nkmedia.api.media;

/** Which kind of endpoint an SDP belongs to. */
public enum SdpKind {
    /** DTLS-SRTP and ICE. */
    WEBRTC,
    /** Plain RTP/AVP, as SIP phones have it. */
    RTP
}
