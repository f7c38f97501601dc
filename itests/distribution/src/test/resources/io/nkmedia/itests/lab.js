// Put into each page before its own scripts: keeps the page's peer connections and reads what really arrives.
globalThis.lab = {
  peers: [],

  /** A camera and a microphone. */
  capture: () => navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } }),

  /** The page's own client library, with the connection that it has logged in. */
  async leg() {
    const { Leg } = await import('/demo/js/media.js');
    return new Leg(nkmedia.client, await lab.capture());
  },

  /** A client that knows nothing of trickling: its descriptions are complete, and it takes no candidate. */
  async plainPeer() {
    const stream = await lab.capture();
    const pc = new RTCPeerConnection();
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
    return pc;
  },

  async complete(pc) {
    await pc.setLocalDescription();
    await new Promise((resolve) => {
      const look = () => pc.iceGatheringState === 'complete' && resolve();
      pc.onicegatheringstatechange = look;
      look();
    });
    return pc.localDescription.sdp;
  },

  async plainOffer() {
    return lab.complete(await lab.plainPeer());
  },

  accept: (sdp) => lab.peers.at(-1).setRemoteDescription({ type: 'answer', sdp }),

  /** Opens an echo in one request, and returns its id. */
  async plainEcho(fields) {
    const sdp = await lab.plainOffer();
    const request = { type: 'echo', wait_reply: true, offer: { sdp }, ...fields };
    const { session_id: id, answer } = await nkmedia.client.request('media/session/create', request);
    await lab.accept(answer.sdp);
    return id;
  },

  /** Restarts ICE of the newest peer connection, trickling; returns the server's ICE user names before and after. */
  async restart(id) {
    const pc = lab.peers.at(-1);
    const ufrag = () => /a=ice-ufrag:(\S+)/.exec(pc.remoteDescription.sdp)[1];
    const before = ufrag();
    pc.onicecandidate = ({ candidate }) => candidate && nkmedia.client.request('media/session/set_candidate', {
      session_id: id, candidate: candidate.candidate, sdpMid: candidate.sdpMid,
      sdpMLineIndex: candidate.sdpMLineIndex, usernameFragment: candidate.usernameFragment });
    pc.restartIce();
    await pc.setLocalDescription();
    const offer = { sdp: pc.localDescription.sdp, trickle_ice: true };
    const { answer } = await nkmedia.client.request('media/session/restart_ice', { session_id: id, offer });
    if (lab.followed.has(id)) await lab.settled(pc);
    else await lab.accept(answer.sdp);
    return [before, ufrag()];
  },

  followed: new Set(),

  settled: (pc) => new Promise((resolve) => {
    const look = () => pc.signalingState === 'stable' && resolve();
    pc.onsignalingstatechange = look;
    look();
  }),

  /** Does what the session's events say: answers, new offers, candidates. */
  follow(id, pc) {
    lab.followed.add(id);
    nkmedia.client.watch({ class: 'media', subclass: 'session', obj_id: id }, async ({ type, body }) => {
      if (type === 'answer' && pc.signalingState === 'have-local-offer') {
        await pc.setRemoteDescription({ type, sdp: body.answer.sdp });
      } else if (type === 'offer') {
        await pc.setRemoteDescription({ type, sdp: body.offer.sdp });
        const answer = { sdp: await lab.complete(pc) };
        await nkmedia.client.request('media/session/set_answer', { session_id: id, answer });
      } else if (type === 'candidate') await pc.addIceCandidate(body);
    });
  },

  /** Opens a p2p session with a complete offer, and follows it. */
  async plainCall() {
    const pc = await lab.plainPeer();
    const offer = { sdp: await lab.complete(pc) };
    const { session_id: id } = await nkmedia.client.request('media/session/create', { type: 'p2p', offer });
    lab.follow(id, pc);
    return id;
  },

  /** Answers a caller's session, whose offer has to come complete. */
  async plainAnswer(masterId) {
    const pc = await lab.plainPeer();
    const request = { type: 'p2p', master_id: masterId, set_master_answer: true, wait_reply: true, no_offer_trickle_ice: true };
    const { session_id: id, offer } = await nkmedia.client.request('media/session/create', request);
    await pc.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    await nkmedia.client.request('media/session/set_answer', { session_id: id, answer: { sdp: await lab.complete(pc) } });
    lab.follow(id, pc);
    return { id, offer: offer.sdp };
  },

  /** An echo that trickles, by the page's library; the fields go into the request. */
  trickleEcho: async (fields) => (await lab.leg()).echo(fields),

  /** A p2p session that trickles and waits to be answered. */
  trickleCall: async () => (await lab.leg()).call(),

  /** Waits until colours and places have stopped changing, as they do after another screen was chosen. */
  async still() {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const passing = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((each) => each.finished));
  },

  /** What came and went in so many milliseconds, by the newest peer connection. */
  async flow(ms) {
    const pc = lab.peers.at(-1);
    const before = lab.read(await pc.getStats());
    await new Promise((resolve) => setTimeout(resolve, ms));
    const after = lab.read(await pc.getStats());
    const flow = { connection: pc.connectionState };
    for (const [key, value] of Object.entries(after)) flow[key] = value - before[key];
    return flow;
  },

  /** Begins to look, some 20 times a second, whether packets of sound come in by the newest peer connection. */
  watchGaps() {
    const pc = lab.peers.at(-1);
    lab.gaps = { longest: 0, looks: 0 };
    let packets = 0;
    let last = performance.now();
    let silence = 0;
    const look = async () => {
      const { audioPackets } = lab.read(await pc.getStats());
      const now = performance.now();
      // A look that comes late, as the page was busy, is no silence if packets came meanwhile.
      silence = audioPackets > packets ? 0 : silence + now - last;
      lab.gaps = { longest: Math.max(lab.gaps.longest, silence), looks: lab.gaps.looks + 1 };
      [packets, last] = [audioPackets, now];
      setTimeout(look, 50);
    };
    return look();
  },

  /** The longest silence, in ms, since this was asked last. */
  longestGap() {
    const { longest, looks } = lab.gaps;
    lab.gaps = { longest: 0, looks: 0 };
    if (looks === 0) throw new Error('nobody looked');
    return Math.round(longest);
  },

  /** Begins to wait until a peer connection that isn't there yet has sound and a picture. */
  expectAnother() {
    const before = lab.peers.length;
    const look = async () => {
      for (;;) {
        const pc = lab.peers.length > before && lab.peers.at(-1);
        const { audioPackets, frames } = pc ? lab.read(await pc.getStats()) : {};
        if (audioPackets > 0 && frames > 0) return Date.now();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    lab.another = look();
  },

  /** When it had, in ms since 1970. */
  arrival: () => lab.another,

  read(report) {
    const sum = { audioPackets: 0, videoPackets: 0, frames: 0, audioEnergy: 0, videoBytesSent: 0, seconds: performance.now() / 1000 };
    for (const stat of report.values()) {
      if (stat.type === 'inbound-rtp' && stat.kind === 'audio') {
        sum.audioPackets += stat.packetsReceived;
        sum.audioEnergy += stat.totalAudioEnergy ?? 0;
      } else if (stat.type === 'inbound-rtp') {
        sum.videoPackets += stat.packetsReceived;
        sum.frames += stat.framesDecoded ?? 0;
      } else if (stat.type === 'outbound-rtp' && stat.kind === 'video') sum.videoBytesSent += stat.bytesSent;
    }
    return sum;
  },
};

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...settings) {
    super(...settings);
    lab.peers.push(this);
  }
};
